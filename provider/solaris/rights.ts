/** A right that moving zones needs, and the names under which it is given; names from solaris-facts 2.4 [C]. */
export interface Right {
    readonly profile: string;
    readonly authorization: string;
    readonly use: string;
}

/** For `zoneadm migrate`. */
export const migrationRight: Right = {
    profile: "Zone Migration",
    authorization: "solaris.zone.migrate",
    use: "to migrate zones",
};

/** Does for `zoneadm migrate` of a zone that does not run. */
export const coldMigrationRight: Right = {
    profile: "Zone Cold Migration",
    authorization: "solaris.zone.migrate.cold",
    use: "to migrate zones that do not run",
};

/** For `zonecfg`. */
export const configurationRight: Right = {
    profile: "Zone Configuration",
    authorization: "solaris.zone.config",
    use: "to read and write configurations",
};

/** For the other subcommands of zoneadm: `shutdown`, `suspend`, `boot`. */
export const managementRight: Right = {
    profile: "Zone Management",
    authorization: "solaris.zone.manage",
    use: "to stop and boot zones",
};

/** The command that gives a right to a user. The form is that of Oracle's book [C]. */
export function usermodLine(user: string, { profile, authorization }: Right): string {
    return `usermod -P +"${profile}" -A +${authorization} ${user}`;
}
