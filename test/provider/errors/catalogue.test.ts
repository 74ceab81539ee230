import { errorCatalogue } from "../../../provider/errors/catalogue";

describe("the error catalogue", () => {
    const entries = Object.entries(errorCatalogue);

    it.each(entries)("%s has a name in capitals and a full entry", (code, entry) => {
        expect(code).toMatch(/^[A-Z]+(?:_[A-Z]+)*$/);
        for (const text of [entry.summary, entry.explanation, entry.remedy]) {
            expect(text).toBe(text.trim());
            // Sentences; a remedy may end in a command, which ends as it does.
            expect(text).toMatch(/^[A-Z`].{15,}[.`]$/s);
        }
    });

    it("says each thing once: no summary, explanation or remedy stands for two codes", () => {
        for (const part of ["summary", "explanation", "remedy"] as const) {
            const texts = entries.map(([, entry]) => entry[part]);
            expect(new Set(texts).size).toBe(texts.length);
        }
    });

    // Codes are public: scripts match on them. A code may be added here, never removed or renamed.
    it("has these codes", () => {
        const codes = [
            "HOSTS_CONFIG_INVALID",
            "HOST_UNKNOWN",
            "SSH_CONFIG_INVALID",
            "SSH_CONFIG_UNSUPPORTED",
            "HOST_UNREACHABLE",
            "HOST_KEY_UNKNOWN",
            "HOST_KEY_MISMATCH",
            "HOST_KEY_CERTIFICATE",
            "LOGIN_REFUSED",
            "CREDENTIAL_UNUSABLE",
            "CONNECTION_LOST",
            "CHANNEL_REFUSED",
            "HOST_CHECK_FAILED",
            "COMMAND_TIMEOUT",
            "PASSWORD_PROMPT",
            "PRIVILEGE_MISSING",
            "COMMAND_FAILED",
            "OUTPUT_NOT_UNDERSTOOD",
            "ZONE_NOT_FOUND",
            "ZONE_EXISTS",
            "ZONE_ELSEWHERE",
            "ZONE_AMBIGUOUS",
            "ZONE_FOREIGN",
            "ZONE_WRONG_BRAND",
            "ARGUMENT_INVALID",
            "CONFIG_UNCHANGEABLE",
            "CONFIG_NOT_TAKEN",
            "CONFIG_DRIFTED",
            "ZONE_DECLARED_TWICE",
            "ZONE_MOVED_AWAY",
            "CONFIG_REFUSED",
            "INSTALL_FAILED",
            "INSTALL_UNDER_WAY",
            "INSTALL_UNSAFE",
            "STORAGE_IN_USE",
            "BOOT_FAILED",
            "ZONE_NOT_UP",
            "SHUTDOWN_TIMEOUT",
            "STATE_NOT_REACHABLE",
            "DELETION_UNSAFE",
            "UNINSTALL_FAILED",
            "PREFLIGHT_REFUSED",
            "ZONE_NOT_RUNNING",
            "SAME_MACHINE",
            "TARGET_NAME_TAKEN",
            "TARGET_CONFIG_CONFLICT",
            "TARGET_PREPARE_FAILED",
            "ZONE_STATE_UNFIT",
            "ARCHITECTURE_DIFFERS",
            "TARGET_IN_MAINTENANCE",
            "STORAGE_LOCAL",
            "SUSPEND_STORAGE_MISSING",
            "COLD_NOT_SUPPORTED",
            "TARGET_RELEASE_OLDER",
            "RELEASES_MIXED",
            "CPU_MODEL_DIFFERS",
            "HOST_COMPATIBLE_UNSURE",
            "PAGESIZE_UNSURE",
            "MEMORY_RESERVE_OFFLINE",
            "TARGET_MEMORY_SHORT",
            "MEMORY_DIFFERS",
            "VCPUS_DIFFER",
            "TARGET_PROCESSORS_FEW",
            "DEVICES_DIFFER",
            "LOWER_LINK_MISSING",
            "ANETS_DIFFER",
            "IOV_NEEDS_NEWER",
            "KEYSOURCE_DIFFERS",
            "SERVICE_NOT_ONLINE",
            "RIGHTS_NOT_FOUND",
            "TARGET_LOGIN_FAILED",
            "TARGET_CONFIG_LEFTOVER",
            "LIVE_CONFIG_DIFFERS",
            "FACTS_UNKNOWN",
            "DOWNTIME_NOT_ALLOWED",
            "ZONE_BUSY",
            "QUEUE_TIMEOUT",
            "JOB_DIRECTORY_UNSAFE",
            "ZONE_NOT_BOOTED",
            "MIGRATION_CONFIG_INVALID",
            "DRY_RUN_REFUSED",
            "DRY_RUN_LEFTOVER",
            "MIGRATION_FAILED",
            "MIGRATION_IN_PROGRESS",
            "MIGRATION_UNCERTAIN",
            "SPLIT_BRAIN",
        ];
        expect(Object.keys(errorCatalogue).sort()).toEqual(codes.sort());
    });
});
