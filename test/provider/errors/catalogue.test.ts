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
    it.each([
        "HOSTS_CONFIG_INVALID",
        "HOST_UNKNOWN",
        "HOST_UNREACHABLE",
        "HOST_KEY_UNKNOWN",
        "HOST_KEY_MISMATCH",
        "LOGIN_REFUSED",
        "CREDENTIAL_UNUSABLE",
        "CONNECTION_LOST",
        "CHANNEL_REFUSED",
        "COMMAND_TIMEOUT",
        "PASSWORD_PROMPT",
        "PRIVILEGE_MISSING",
        "COMMAND_FAILED",
        "OUTPUT_NOT_UNDERSTOOD",
        "ZONE_NOT_FOUND",
        "ZONE_EXISTS",
        "ZONE_ELSEWHERE",
        "ZONE_FOREIGN",
        "ZONE_WRONG_BRAND",
        "ZONE_NOT_RUNNING",
        "SAME_MACHINE",
        "TARGET_NAME_TAKEN",
        "TARGET_CONFIG_CONFLICT",
        "TARGET_PREPARE_FAILED",
        "DRY_RUN_REFUSED",
        "DRY_RUN_LEFTOVER",
        "MIGRATION_FAILED",
        "MIGRATION_IN_PROGRESS",
        "MIGRATION_UNCERTAIN",
        "SPLIT_BRAIN",
    ])("still has %s", (code) => {
        expect(errorCatalogue).toHaveProperty(code);
    });
});
