import { createRequire } from "node:module";

/** The version of this package. */
export function packageVersion(): string {
    // By its own name: the file is not at the same distance from the source and from what is built of it.
    const { version } = createRequire(__filename)("pulumi-solaris/package.json") as { readonly version: string };
    return version;
}
