import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findZones } from "../../../provider/discover/foundZones";
import { dependencies, projectFiles, projectName } from "../../../provider/discover/project/files";
import { hostsSample } from "../../../provider/discover/project/hostsSample";
import { selectResources } from "../../../provider/discover/project/resources";
import { DirectoryUnfit, requireEmptyDirectory, writeProject } from "../../../provider/discover/project/writeProject";
import type { ReadHost } from "../../../provider/discover/readHost";
import fc from "../../fuzz";
import { temporaryDirectory } from "../transport/temporaryDirectory";
import { failedHost, readHostOf, usual } from "./readings";

const uuid = "29be88cb-e61a-4204-8d9b-f4a61bf0efdd";

function select(...readings: ReadHost[]) {
    return selectResources(findZones(readings));
}

describe("the zones of a generated program", () => {
    it("are those that can be taken over; why others are not is told", () => {
        const { resources, skipped } = select(
            readHostOf("a", [
                { name: "runs", uuid },
                { name: "halted", state: "installed", auxiliary: ["suspended"] },
                { name: "left", state: "configured" },
                { name: "broken", state: "incomplete" },
                { name: "moving", auxiliary: ["migrating-out"] },
            ]),
            readHostOf("b", [{ name: "runs", uuid, state: "unavailable" }]),
        );
        expect(resources.map(({ resourceName, host, state }) => `${resourceName} on ${host}: ${state}`)).toEqual([
            "halted on a: installed, suspended",
            "runs on a: running",
        ]);
        expect(skipped.map(({ zoneName, host, reason }) => `${zoneName} on ${host}: ${reason}`)).toEqual([
            "broken on a: incomplete; only an installed or running zone can be taken over",
            "left on a: a configuration and nothing more, mostly a left-over of a zone that has moved away",
            "moving on a: being migrated right now",
            "runs on b: unavailable; the same zone is on another host",
        ]);
    });

    it("have names of their own, also where two zones have the same", () => {
        const { resources } = select(
            readHostOf("a", [{ name: "z" }, { name: "z-b" }]),
            readHostOf("b", [{ name: "z" }, { name: "y" }]),
        );
        expect(resources.map(({ resourceName }) => resourceName)).toEqual(["y", "z-a", "z-b", "z-b-2"]);
    });

    it("have their configuration without secrets, with a remark about those", () => {
        const stored = `${usual}\nadd keysource\nset raw=0123456789abcdef\nend`;
        const [resource] = select(readHostOf("a", [{ name: "z", stored }])).resources;
        expect(resource?.config).toMatchObject({ virtualCpu: expect.anything() as unknown });
        expect(resource?.remarks.join("\n")).toContain("keysource");
        expect(JSON.stringify(resource)).not.toContain("0123456789abcdef");
    });

    it("that a KernelZone has made are told to have a stack already, maybe", () => {
        const stored = `${usual}\nadd attr\nset name=pulumi-solaris\nset type=string\nset value=0123.made\nend`;
        const [made, other] = select(readHostOf("a", [{ name: "made", stored }, { name: "other" }])).resources;
        expect(made?.remarks).toEqual([
            expect.stringMatching(/^CAUTION: a KernelZone has made it .* keep it here only if none does\.$/) as string,
        ]);
        expect(made?.config).not.toHaveProperty("attrs");
        expect(other?.remarks).toEqual([]);
    });

    it("have no configuration where it could not be read, and the reason", () => {
        const [resource] = select(readHostOf("a", [{ name: "z", stored: undefined }])).resources;
        expect(resource?.config).toBeUndefined();
        expect(resource?.remarks).toEqual(["Its configuration could not be read on a: zonecfg export: exit code 1"]);
    });
});

describe("the files of a generated project", () => {
    const readings = [
        readHostOf("global1", [{ name: "db" }, { name: "web", stored: undefined }]),
        readHostOf("global2", [{ name: "db", state: "configured" }]),
        failedHost("global3"),
    ];
    const source = {
        name: "fleet",
        selection: selectResources(findZones(readings)),
        hosts: { hosts: { global1: { address: "10.0.0.1", password: "5ecret" } }, sshConfig: "none" },
        unread: ["global3"],
    };

    it("are the same for the same hosts, in whichever order they were read, but for the README's list of hosts", () => {
        const again = { ...source, selection: selectResources(findZones([...readings].reverse())) };
        expect(projectFiles(again)).toEqual(projectFiles(source));
    });

    const packageJson = JSON.parse(readFileSync(join(__dirname, "../../../package.json"), "utf8")) as {
        readonly version: string;
        readonly peerDependencies: Readonly<Record<string, string>>;
    };

    it("are a project of Pulumi, with the packages that this one works with", () => {
        const files = projectFiles(source);
        expect(Object.keys(files).sort()).toEqual([
            ".gitignore",
            "Pulumi.dev.yaml.sample",
            "Pulumi.yaml",
            "README.md",
            "index.ts",
            "package.json",
            "tsconfig.json",
        ]);
        expect(files["Pulumi.yaml"]).toContain('name: "fleet"\n');
        expect(JSON.parse(files["package.json"] ?? "")).toMatchObject({ name: "fleet", private: true, dependencies });
        expect(dependencies).toEqual({
            "@pulumi/pulumi": `^${/\d+\.\d+\.\d+/.exec(packageJson.peerDependencies["@pulumi/pulumi"] ?? "")?.[0] ?? ""}`,
            "pulumi-solaris": `^${packageJson.version}`,
        });
        expect(JSON.stringify(files)).not.toContain("5ecret");
    });

    it("say of each zone how it was found, and of each other why it is not there", () => {
        const { "index.ts": program = "", "README.md": readme = "" } = projectFiles(source);
        expect(program).toMatch(
            /\n\/\/ db on global1: running\nnew KernelZone\("db", \{\n {4}zoneName: "db",\n {4}host: "global1",\n {4}adopt: true,\n {4}config: \{\n/,
        );
        expect(program).toMatch(/\/\/ Its configuration could not be read on global1: .*\nnew KernelZone\("web", \{/);
        expect(program).toMatch(/\n\/\/ Not here: db on global2: a configuration and nothing more.*\n$/);
        expect(readme).toContain("- `db` on global2: a configuration and nothing more");
        expect(readme).toContain("2 kernel zones of global1,");
        expect(readme).toContain("their zones are missing here: global3.");
    });

    it("say first how the package is had while it is not on npm", () => {
        const { "README.md": readme = "" } = projectFiles(source);
        expect(readme).toMatch(
            /is not on npm yet[^]*```sh\nnpm install \/path\/to\/the\/repository .*\npulumi stack init dev\n/,
        );
    });

    it("name the hosts in the order in which they were asked", () => {
        const asked = [
            readHostOf("west", [{ name: "b" }]),
            readHostOf("north", [{ name: "left", state: "configured" }]),
            readHostOf("east", [{ name: "a" }, { name: "c" }]),
        ];
        const { "README.md": readme } = projectFiles({ ...source, selection: select(...asked) });
        expect(readme).toContain("3 kernel zones of west, east, as ");
    });

    it("have no zone where there is none", () => {
        const empty = projectFiles({ ...source, selection: { resources: [], hosts: [], skipped: [] } });
        expect(empty["index.ts"]).toContain("import { KernelZone }");
    });
});

it.each([
    ["fleet", "fleet"],
    ["my fleet!", "my-fleet-"],
    ["..", "solaris-zones"],
    ["-x", "x"],
])("a directory %j makes the project %s", (directory, name) => {
    expect(projectName(directory)).toBe(name);
});

describe("the sample of a stack's configuration", () => {
    it("says of the hosts what was given, but for secrets", () => {
        const hosts = {
            global1: {
                address: "10.0.0.1",
                port: 2222,
                password: "5ecret",
                identityFile: ["~/.ssh/id"],
                migration: { user: "mig" },
            },
            "123": {},
        };
        expect(hostsSample({ hosts, sshConfig: "/etc/x" })).toBe(
            [
                "# Copy to Pulumi.dev.yaml.",
                "config:",
                '  solaris:sshConfig: "/etc/x"',
                "  solaris:hosts:",
                '    "123": {}',
                "    # Its password is not written here: pulumi config set --secret --path 'solaris:hosts[\"global1\"].password'",
                '    "global1":',
                '      "address": "10.0.0.1"',
                '      "port": 2222',
                '      "identityFile": ["~/.ssh/id"]',
                '      "migration": { "user": "mig" }',
                "",
            ].join("\n"),
        );
    });

    it("is one that can be copied where nothing was given", () => {
        expect(hostsSample({ hosts: undefined, sshConfig: undefined })).toMatch(/^# Copy .*\nconfig: \{\}\n$/);
    });

    it("never shows a secret, wherever it stands among the host's own properties", () => {
        fc.assert(
            fc.property(fc.constantFrom("password", "passphrase"), fc.string(), (key, name) => {
                expect(hostsSample({ hosts: { [name]: { [key]: "5ecret" } }, sshConfig: undefined })).not.toContain(
                    "5ecret",
                );
            }),
        );
    });
});

describe("the directory", () => {
    const root = temporaryDirectory();

    it("is made where it is not there, and taken where it is empty", async () => {
        const directory = join(root, "deep/new");
        await writeProject(directory, { "a.txt": "a" });
        expect(readFileSync(join(directory, "a.txt"), "utf8")).toBe("a");
        mkdirSync(join(root, "empty"));
        await writeProject(join(root, "empty"), { b: "b" });
        expect(readdirSync(join(root, "empty"))).toEqual(["b"]);
    });

    it("is left as it is where something is in it, or it is none", async () => {
        const directory = join(root, "full");
        mkdirSync(directory);
        writeFileSync(join(directory, "index.ts"), "mine");
        await expect(writeProject(directory, { "index.ts": "ours" })).rejects.toThrow(DirectoryUnfit);
        expect(readFileSync(join(directory, "index.ts"), "utf8")).toBe("mine");
        await expect(requireEmptyDirectory(join(directory, "index.ts"))).rejects.toThrow(/ENOTDIR/);
    });
});
