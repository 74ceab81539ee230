import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kernelZoneType, providerShim } from "../../../provider/dynamic/shim";
import { repositoryRoot } from "./providerProcess";

const limitBytes = 2_200;

describe("the text that stands in the state as the provider's code", () => {
    it("is small", () => {
        const bytes = Buffer.byteLength(providerShim);
        process.stdout.write(`the shim has ${bytes} bytes, of ${limitBytes} allowed\n`);
        expect(bytes).toBeLessThanOrEqual(limitBytes);
    });

    it("never changes: another text would be another provider in every state that exists", () => {
        expect(providerShim).toBe('exports.handler = () => require("pulumi-solaris/provider").provider;');
        expect(kernelZoneType).toBe("pulumi-nodejs:dynamic/solaris:KernelZone");
    });

    it("holds nothing of this machine or of the program", () => {
        expect(providerShim).not.toMatch(/\/(?:home|work|tmp|usr)|\n|__dirname|process\./);
    });

    it("gives the provider from a directory that has nothing but the package", () => {
        const directory = mkdtempSync(join(tmpdir(), "pulumi-solaris-shim-"));
        try {
            mkdirSync(join(directory, "node_modules"));
            symlinkSync(repositoryRoot, join(directory, "node_modules", "pulumi-solaris"), "dir");
            // As the dynamic provider's server does it, with an empty file name.
            const program = `
                const Module = require("node:module");
                const loaded = new Module("", undefined);
                loaded.paths = Module._nodeModulePaths(process.cwd());
                loaded._compile(process.env.SHIM, "");
                const provider = loaded.exports.handler();
                const news = { zoneName: "kzone1", host: "no such host", adopt: true };
                provider.check({}, news).then(async ({ failures }) => {
                    const same = loaded.exports.handler() === provider;
                    const diff = await provider.diff("id", { ...news, currentHost: "no such host" }, news);
                    const methods = ["configure", "check", "diff", "create", "update", "read", "delete"]
                        .filter((method) => typeof provider[method] === "function");
                    console.log(JSON.stringify({ same, diff, methods, reason: failures[0].reason.split(":")[0] }));
                });`;
            const printed = execFileSync(process.execPath, ["-e", program], {
                cwd: directory,
                env: { ...process.env, SHIM: providerShim },
                encoding: "utf8",
            });
            expect(JSON.parse(printed)).toEqual({
                same: true,
                diff: { changes: false },
                methods: ["configure", "check", "diff", "create", "update", "read", "delete"],
                reason: "HOST_UNKNOWN",
            });
        } finally {
            rmSync(directory, { recursive: true });
        }
    });
});
