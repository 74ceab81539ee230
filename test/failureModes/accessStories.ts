import type { Fleet } from "../solaris";
import {
    dryRunRefused,
    foundBefore,
    mendThenUp,
    mendWhatSolarisNames,
    migrationFailed,
    moves,
    previews,
    refuses,
    type Story,
} from "./story";

const streamService = "svc:/network/kz-migr:stream";
const online = (host: string, fmri: string) => (fleet: Fleet) => {
    fleet.host(host).model.services[fmri] = "online";
};

const asksForPassword = (findings: readonly string[]) =>
    refuses("PASSWORD_PROMPT", "migration.scheme, of the zone or of global2 in solaris:hosts, to ssh", {
        host: "global1",
        quotes: ["from global1 to global2 by rads, zoneadm asks for a password"],
        findings,
    });

/** The dry run does not use the memory stream, so that it passes; only the real migration fails. */
function withoutStream(preview: Story["preview"], mend: (fleet: Fleet) => unknown, variant?: string): Story {
    return {
        number: 23,
        ...(variant === undefined ? {} : { variant }),
        preview,
        update: migrationFailed(mendThenUp, ["zoneadm: zone 'kzone1': "]),
        holds: ["running", "absent"],
        records: { kept: 1 },
        again: { records: { kept: 2 } },
        mend,
        mended: { preview: previews(), update: moves, records: { kept: 2 } },
        migrations: 3,
    };
}

/** The way to the target, rights and language. */
export const accessStories: Story[] = [
    foundBefore(
        21,
        dryRunRefused("one that it supports (aes-128-ccm, aes-128-gcm)", [
            "global2 does not support the cipher aes-128-cbc",
            "zoneadm: zone 'kzone1': cipher aes-128-cbc not supported by destination\n",
            "zoneadm: zone 'kzone1': destination supports: aes-128-ccm aes-128-gcm\n",
        ]),
        { rewrite: { migration: { cipher: "aes-128-ccm" } } },
    ),
    foundBefore(22, asksForPassword(["SERVICE_NOT_ONLINE"]), {
        update: asksForPassword(["SERVICE_NOT_ONLINE"]),
        rewrite: { migration: { scheme: "ssh" } },
    }),
    withoutStream(previews(["SERVICE_NOT_ONLINE"]), online("global2", streamService)),
    withoutStream(previews(["SERVICE_NOT_ONLINE"]), online("global1", streamService), "on the source"),
    withoutStream(
        previews(),
        (fleet) => {
            fleet.host("global2").model.spec.filteredPorts = [];
        },
        "its port is filtered",
    ),
    foundBefore(
        24,
        refuses("PASSWORD_PROMPT", "let the migration user's key on the source log in to the target without a prompt", {
            host: "global1",
            quotes: ['zoneadm migrate -n on global1 asks for a password ("Password:")'],
            findings: ["TARGET_LOGIN_FAILED"],
        }),
        {
            mend: (fleet) => {
                delete fleet.host("global1").model.spec.trustedBy;
            },
        },
    ),
    foundBefore(24, asksForPassword([]), {
        variant: "rads always asks",
        rewrite: { migration: { scheme: "ssh" } },
    }),
    foundBefore(25, dryRunRefused(mendWhatSolarisNames, [], ["TARGET_LOGIN_FAILED"]), {
        mend: (fleet) => {
            delete fleet.host("global1").model.spec.knownHostKeys;
        },
    }),
    foundBefore(
        26,
        dryRunRefused(
            "Zone Migration and Zone Configuration on both hosts",
            ["the login lacks the rights to migrate kzone1", "only a privileged user may migrate a zone."],
            ["RIGHTS_NOT_FOUND"],
        ),
        {
            mend: (fleet) => {
                fleet.host("global1").model.spec.lacksRights = [];
            },
        },
    ),
    // Which way out is printed goes by Solaris's words, of which none is known; the finding names the one that helps.
    foundBefore(
        27,
        {
            ...dryRunRefused(".", ["configuration failed:"], ["RIGHTS_NOT_FOUND"]),
            tells: ['As root on global2: usermod -P +"Zone Configuration" -A +solaris.zone.config zadm'],
        },
        {
            update: dryRunRefused(".", ["configuration failed:"]),
            mend: (fleet) => {
                fleet.host("global2").model.spec.lacksRights = [];
            },
        },
    ),
    { number: 46, preview: previews(), update: moves, holds: ["absent", "running"], migrations: 1 },
    foundBefore(46, dryRunRefused(mendWhatSolarisNames, ["boot failed:"], ["LOWER_LINK_MISSING"]), {
        variant: "and refuse",
        rewrite: { hostOverrides: { global2: { anets: [{ id: 0, lowerLink: "net7" }] } } },
    }),
];
