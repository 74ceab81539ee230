/** Whether other hosts reach storage too, its own host alone does, or its name does not tell. */
export type Locality = "shared" | "local" | "unsure";

/** What a storage URI says (suri(7), solaris-facts 4.4 [C]). */
export interface StorageUri {
    /** The same for every spelling of the same URI: in the ids of logical units, case does not matter. */
    readonly comparable: string;
    /**
     * The same for every spelling of the same disk. A logical unit has its name wherever it is reached from; who may read
     * a file is no part of where it is.
     */
    readonly disk: string;
    /** Whether `disk` is the same one on all hosts; one of another name may still be it. */
    readonly sameOnAllHosts: boolean;
    /** NFS, iSCSI and logical units are shared; files and volumes are the host's; a disk may be a unit that others see. */
    readonly locality: Locality;
}

/** Reads a storage URI, in whatever form. */
export function parseStorageUri(uri: string): StorageUri {
    const [, scheme = "", rest = ""] = /^([a-z]+):(.*)$/i.exec(uri) ?? [];
    switch (scheme.toLowerCase()) {
        case "dev":
            return devicePath(uri, rest);
        case "file":
            return { comparable: uri, disk: `file:${withoutOwner(rest)}`, sameOnAllHosts: false, locality: "local" };
        case "nfs":
            return shared(uri, `nfs:${withoutOwner(rest)}`);
        default: {
            // Also a scheme that came later: Solaris judges it in the dry run.
            const comparable = uri.replace(/\b(?:naa|eui)\.[0-9a-f]+/gi, (id) => id.toLowerCase());
            return shared(comparable, /\bluname\.(?:naa|eui)\.[0-9a-f]+$/i.exec(comparable)?.[0].toLowerCase());
        }
    }
}

function shared(comparable: string, disk = comparable): StorageUri {
    // What a token stands for can be another on each host.
    return { comparable, disk, sameOnAllHosts: !disk.includes("%{"), locality: "shared" };
}

// A world wide name as the target part of a disk's name: c0t600144F0DBF8AF1900005FD25E490003d0.
const worldWideName = /\bc\d+t[0-9a-f]{16,}d\d+/i;

/*
 * The name of a whole disk whose target part is the logical unit's own id [I]: only ids of 128 bits that begin with a 6
 * are certain to be one, because a shorter one can be that of the port through which the disk is reached.
 */
const namedByUnit = /^dsk\/c\d+t(6[0-9a-f]{31})d0$/i;

function devicePath(comparable: string, rest: string): StorageUri {
    const path = rest
        .replace(/^\/\/(?=\/)/, "")
        .replace(/^\/dev\//, "")
        .replace(/^((?:zvol|did)\/)?rdsk\//, "$1dsk/");
    const unit = namedByUnit.exec(path)?.[1]?.toLowerCase();
    const isVolume = /(?:^|\/)zvol\//.test(path);
    const maybeShared = !isVolume && (worldWideName.test(path) || path.includes("chassis/"));
    return {
        comparable,
        disk: unit === undefined ? `dev:${path}` : `luname.naa.${unit}`,
        sameOnAllHosts: unit !== undefined,
        locality: maybeShared ? "unsure" : "local",
    };
}

function withoutOwner(rest: string): string {
    return rest.replace(/^\/\/[^/@]*@/, "//");
}

/** The properties by which a device or a suspend resource names its storage. */
export interface StorageNames {
    readonly id?: string | number;
    /** A storage URI. */
    readonly storage?: string;
    /** The path of a disk of the host. */
    readonly match?: string;
    /** The path of a file of the host. */
    readonly path?: string;
}

/** The storage as a URI, by whichever of its properties it is named. */
export function namedStorage({ storage, match, path }: StorageNames): string | undefined {
    return (
        storage ??
        (match === undefined ? undefined : `dev:${match}`) ??
        (path === undefined ? undefined : `file://${path}`)
    );
}

/** A storage URI with what its tokens stand for. A token of which that is not known stays. */
export function expandTokens(
    uri: string,
    { zonename, id }: { readonly zonename?: string; readonly id?: string | number },
): string {
    return uri.replace(/%\{(zonename|id)\}/g, (token, name) => String((name === "id" ? id : zonename) ?? token));
}

/**
 * What tells the disk of a device from others, however it is spelled.
 *
 * @returns undefined where the device does not say, or says it by an id that it does not have.
 */
export function namedDisk(names: StorageNames): string | undefined {
    const uri = namedStorage(names);
    const expanded = uri === undefined ? undefined : expandTokens(uri, { id: names.id });
    return expanded === undefined || expanded.includes("%{id}") ? undefined : parseStorageUri(expanded).disk;
}
