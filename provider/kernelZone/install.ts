import { z } from "zod";

const location = z
    .string("must be a path on the host, or a URI")
    .regex(
        /^(?:\/|[a-z][a-z0-9+.-]*:\/\/)[^]+$/i,
        "must be an absolute path on the host, or a URI such as `https://HOST/FILE`",
    )
    .regex(/^\S*$/, "must not hold blanks");

const optionName = z.string().regex(/^[A-Za-z][A-Za-z0-9-]*$/, "must be an option's name, such as `install-size`");
const optionValue = z
    .string()
    .min(1, "must not be empty")
    .regex(/^[^\p{Cc}]*$/u, "must not hold control characters");

/** From what a new zone is installed. Nothing set: from the packages of the host's publishers. */
export const installSchema = z
    .strictObject({
        /** A Unified Archive (`zoneadm install -a`): an absolute path on the host, or a URI. */
        archive: location.optional(),
        /** Which zone of the archive to install (`-z`), where it holds several. */
        archivedZone: z
            .string()
            .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, "must be the name of a zone")
            .optional(),
        /** Installation media (`-b`): an absolute path on the host, or a URI. */
        media: location.optional(),
        /** Manifest of the automated installer (`-m`): an absolute path on the host, or a URI. */
        manifest: location.optional(),
        /**
         * System configuration profile (`-c`): an absolute path on the host. Without one the zone's first boot stops in an
         * interactive screen on its console.
         */
        profile: location.optional(),
        /** Size (`-S`), such as `32g`. */
        size: z
            .string()
            .regex(/^\d+(?:\.\d+)?[kmgt]?$/i, "must be a size such as `32g`")
            .optional(),
        /** Further options (`-x NAME=VALUE`), such as `{ "install-size": "32g" }`. */
        options: z.record(optionName, optionValue).optional(),
    })
    .refine(({ archive, archivedZone }) => archivedZone === undefined || archive !== undefined, {
        path: ["archivedZone"],
        message: "names a zone of an archive, and `archive` is not set",
    });

/** `install` as a program may write it. */
export type InstallProps = z.input<typeof installSchema>;

/** `install` as it was checked. */
export type InstallInputs = z.output<typeof installSchema>;
