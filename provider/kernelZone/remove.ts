import { parseObservation, type PropertyBag } from "./state";
import type { Reporter } from "../migration/report";

/** Forgets the resource. The zone runs on: `retain` is the only deletion policy of this release, and asks no host. */
export function remove(props: PropertyBag, reporter: Reporter): void {
    const { currentHost } = parseObservation(props);
    reporter.info(
        `${String(props["zoneName"])} is no longer managed; it is left as it is on ${currentHost ?? "its host"}`,
    );
}
