// Where jobs keep what they keep, for people to look at; the scripts put the login's user id in the place of `UID`.
const directory = "/var/tmp/pulumi-solaris-UID";

/** The lock of a zone: a file that names the process and the job which work on it. */
export function lockPath(zone: string): string {
    return `${directory}/lock,${zone}`;
}

/** The directory with the record of a job. */
export function recordPath(zone: string, id: string): string {
    return `${directory}/${zone},${id}`;
}
