import { type FailureMode, failureMode } from "./scene";

const streamService = "svc:/network/kz-migr:stream";

/** The way to the target, rights and language: #21 to 27 and 46. */
export const accessModes: FailureMode[] = [
    failureMode(21, "the target does not have the cipher", "C", {
        migration: { cipher: "aes-128-cbc" },
        meets: {
            at: "dryRun",
            status: 1,
            text: /cipher aes-128-cbc not supported by destination\n.*destination supports: aes-128-ccm aes-128-gcm$/m,
        },
    }),
    failureMode(22, "rads without rad:remote on the target", "P", {
        migration: { scheme: "rads" },
        meets: { at: "dryRun", status: 1 },
    }),
    failureMode(
        23,
        "the migration service is off on the target",
        "U",
        { target: { services: { [streamService]: "disabled" } }, meets: { at: "either", status: 1 } },
        {
            "on the source": {
                source: { services: { [streamService]: "disabled" } },
                meets: { at: "either", status: 1 },
            },
            "its port is filtered": { target: { filteredPorts: [8102] }, meets: { at: "either", status: 1 } },
        },
    ),
    failureMode(
        24,
        "the source has no key for the target, and zoneadm asks for a password",
        "C",
        { source: { trustedBy: [] }, meets: { at: "dryRun", status: undefined, text: /Password: $/ } },
        {
            "rads always asks": {
                target: { services: { "svc:/system/rad:remote": "online" } },
                migration: { scheme: "rads" },
                meets: { at: "dryRun", status: undefined, text: /Password: $/ },
            },
        },
    ),
    failureMode(25, "the source does not know the target's host key", "U", {
        source: { knownHostKeys: [] },
        meets: { at: "dryRun", status: 1 },
    }),
    failureMode(
        26,
        "the login may not migrate on the source",
        "C",
        { source: { lacksRights: ["migrate"] }, meets: { at: "dryRun", status: 1 } },
        {
            "nothing gives it privileges": {
                source: { requirePrivilege: "sudo" },
                meets: { at: "dryRun", status: 1 },
            },
        },
    ),
    failureMode(27, "the login may not configure zones on the target", "P", {
        target: { lacksRights: ["config"] },
        meets: { at: "dryRun", status: 1, text: /configuration failed:$/m },
    }),
    failureMode(
        46,
        "the hosts speak another language",
        "C",
        {
            source: { locale: "de" },
            target: { locale: "de" },
            meets: { at: "nowhere", status: 0 },
            after: ["configured", "running"],
        },
        {
            "and refuse": {
                source: { locale: "ja" },
                target: { locale: "ja", links: ["net7"] },
                meets: { at: "dryRun", status: 1 },
            },
        },
    ),
];
