import type { GivenHosts } from "./hostsSample";
import type { Selection } from "./resources";

/** What a project is generated from. */
export interface ProjectSource {
    /** The project's name. */
    readonly name: string;
    readonly selection: Selection;
    readonly hosts: GivenHosts;
    /** Hosts that could not be read, whose zones are therefore missing. */
    readonly unread: readonly string[];
}

/** The stack for which a sample of the configuration is written. */
export const sampleStack = "dev";
