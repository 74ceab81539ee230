import { readFileSync } from "node:fs";
import { join } from "node:path";
import { classifyKeyword, currentKeywords } from "../../../../provider/transport/opensshConfig/keywords";

const page = readFileSync(join(__dirname, "../../../../docs/reference/sshConfig.md"), "utf8");

it.each(currentKeywords)("%s is told of in the reference", (keyword) => {
    expect(page).toContain(`\`${keyword}`);
});

it.each([
    ["port", "port"],
    ["identityfile2", "identityfile"],
    ["protocolkeepalives", "serveraliveinterval"],
    ["ciphers", "passed over"],
    ["rhostsauthentication", "passed over"],
    ["usekeychain", "passed over"],
    ["nonsense", "unknown"],
    ["constructor", "unknown"],
    ["__proto__", "unknown"],
])("%s is %s", (keyword, kind) => {
    expect(classifyKeyword(keyword)).toBe(kind);
});
