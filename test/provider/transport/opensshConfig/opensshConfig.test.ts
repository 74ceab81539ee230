import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { userInfo } from "node:os";
import { join } from "node:path";
import { SolarisError } from "../../../../provider/errors/solarisError";
import {
    configSources,
    OpenSshConfig,
    type ConfigSources,
} from "../../../../provider/transport/opensshConfig/opensshConfig";
import { temporaryDirectory } from "../temporaryDirectory";

const directory = temporaryDirectory();
mkdirSync(join(directory, ".ssh"));
let files = 0;

function fileWith(text: string, mode = 0o600): string {
    const file = join(directory, `config${++files}`);
    writeFileSync(file, text);
    chmodSync(file, mode);
    return file;
}

function sources(more: Partial<ConfigSources>): ConfigSources {
    return {
        userFile: undefined,
        systemFile: undefined,
        home: "/home/me",
        localUser: "me",
        environment: { HOME: directory },
        ...more,
    };
}

function configOf(text: string, more: Partial<ConfigSources> = {}): OpenSshConfig {
    return new OpenSshConfig(sources({ userFile: fileWith(text), ...more }));
}

function refusalOf(act: () => unknown): SolarisError {
    try {
        act();
    } catch (error) {
        if (SolarisError.isInstance(error)) {
            return error;
        }
        throw error;
    }
    throw new Error("it was not refused");
}

describe("resolve", () => {
    it("fills in OpenSSH's defaults where there is no configuration", () => {
        const config = new OpenSshConfig(sources({ environment: { SSH_AUTH_SOCK: "/run/agent" } }));
        expect(config.resolve("Some.Host")).toEqual({
            hostName: "some.host",
            port: 22,
            user: "me",
            identityFiles: ["id_rsa", "id_ecdsa", "id_ecdsa_sk", "id_ed25519", "id_ed25519_sk", "id_dsa"].map(
                (name) => `/home/me/.ssh/${name}`,
            ),
            identityFilesGiven: false,
            identityAgent: "/run/agent",
            identitiesOnly: false,
            userKnownHostsFiles: ["/home/me/.ssh/known_hosts", "/home/me/.ssh/known_hosts2"],
            globalKnownHostsFiles: ["/etc/ssh/ssh_known_hosts", "/etc/ssh/ssh_known_hosts2"],
            strictHostKeyChecking: "ask",
            hostKeyAlias: undefined,
            proxyJump: undefined,
            connectTimeout: undefined,
            serverAliveInterval: 0,
            serverAliveCountMax: 3,
            hashKnownHosts: false,
            revokedHostKeys: undefined,
        });
    });

    it("takes what is given for what comes first, in criteria and tokens too", () => {
        const config = configOf("Match user boss\n IdentityFile ~/%r-%p\n User other\n Port 1\n");
        expect(config.resolve("a", { user: "boss", port: 2022 })).toMatchObject({
            user: "boss",
            port: 2022,
            identityFiles: ["/home/me/boss-2022"],
        });
        expect(config.resolve("a").identityFilesGiven).toBe(false);
    });

    it("reads the user's file before the one for the whole machine, whose Include is relative to it", () => {
        writeFileSync(join(directory, "part"), "Port 2022\nUser system\nIdentityFile /k\n");
        const config = configOf("User mine\nIdentityFile /k\n", {
            systemFile: fileWith("Include part\nIdentityFile /l\n"),
        });
        // Both files name /k, and `ssh` tries it twice then.
        expect(config.resolve("a")).toMatchObject({ user: "mine", port: 2022, identityFiles: ["/k", "/k", "/l"] });
    });

    it("leaves an IdentityFile of none out, and does not fall back to the usual names", () => {
        expect(configOf("IdentityFile none\n").resolve("a")).toMatchObject({
            identityFiles: [],
            identityFilesGiven: true,
        });
    });

    it("takes relative paths from the current directory", () => {
        const resolved = configOf("UserKnownHostsFile k\nRevokedHostKeys r\nIdentityFile i/../j\n").resolve("a");
        expect(resolved.userKnownHostsFiles).toEqual([join(process.cwd(), "k")]);
        expect(resolved.revokedHostKeys).toBe(join(process.cwd(), "r"));
        expect(resolved.identityFiles).toEqual([`${process.cwd()}/i/../j`]);
    });

    it("expands ~ and tokens in RevokedHostKeys, as OpenSSH does since 10.3", () => {
        expect(configOf("RevokedHostKeys ~/%h.krl\n").resolve("a").revokedHostKeys).toBe("/home/me/a.krl");
    });

    it("expands the tokens of identity files from the settings as they are at the end", () => {
        const config = configOf(
            "IdentityFile %d/%h-%n-%p-%r-%u-%k-%%\nHostName %h.x\nPort 5\nUser u\nHostKeyAlias Al\n",
        );
        expect(config.resolve("a").identityFiles).toEqual(["/home/me/a.x-a-5-u-me-al-%"]);
    });

    it("knows no agent where the variable that IdentityAgent names is not set", () => {
        expect(configOf("IdentityAgent $NOT_SET\n").resolve("a").identityAgent).toBeUndefined();
    });

    it("reads each file once", () => {
        const file = fileWith("User first\n");
        const config = new OpenSshConfig(sources({ userFile: file }));
        expect(config.resolve("a").user).toBe("first");
        writeFileSync(file, "User second\n");
        expect(config.resolve("b").user).toBe("first");
    });
});

describe("what is refused", () => {
    it("is a ProxyCommand, with file and line, unless the way is settled before", () => {
        const config = configOf("Host a\n ProxyCommand secret-program %h\nHost b\n ProxyJump j\n ProxyCommand x\n");
        const refusal = refusalOf(() => config.resolve("a"));
        expect(refusal.code).toBe("SSH_CONFIG_UNSUPPORTED");
        expect(refusal.message).toMatch(/config\d+ line 2: .*ProxyCommand/);
        expect(refusal.message).not.toContain("secret-program");
        expect(config.resolve("a", { jumpGiven: true }).proxyJump).toBeUndefined();
        expect(config.resolve("b").proxyJump).toBe("j");
        expect(config.resolve("c").proxyJump).toBeUndefined();
    });

    it("is a ProxyCommand behind ProxyJump none, which only some releases of OpenSSH pass over", () => {
        const config = configOf("ProxyJump none\nProxyCommand x\n");
        expect(refusalOf(() => config.resolve("a")).code).toBe("SSH_CONFIG_UNSUPPORTED");
    });

    it.each(["exec", "tagged", "localnetwork", "version", "command", "sessiontype"])(
        "is Match %s, where the other criteria of the line hold",
        (criterion) => {
            const config = configOf(`Match host a,b ${criterion} "touch ${directory}/ran" originalhost a,c\n User x\n`);
            const refusal = refusalOf(() => config.resolve("a"));
            expect(refusal.code).toBe("SSH_CONFIG_UNSUPPORTED");
            expect(refusal.message).toMatch(new RegExp(`config\\d+ line 1: .*Match ${criterion}`));
            expect(refusal.message).not.toContain("touch");
            for (const name of ["b", "c", "d"]) {
                expect(config.resolve(name).user).toBe("me");
            }
        },
    );

    it("is no Match exec in a file that is included where it does not apply", () => {
        writeFileSync(join(directory, ".ssh", "exec"), "Match exec true\n User x\n", { mode: 0o600 });
        const config = configOf("Host a\n Include exec\n");
        expect(refusalOf(() => config.resolve("a")).code).toBe("SSH_CONFIG_UNSUPPORTED");
        expect(config.resolve("b").user).toBe("me");
    });

    it("never runs a program", () => {
        const marker = join(directory, "ran");
        const config = configOf(
            `Match exec "touch ${marker}"\n ProxyCommand touch ${marker}\nLocalCommand touch ${marker}\n`,
        );
        expect(refusalOf(() => config.resolve("a")).code).toBe("SSH_CONFIG_UNSUPPORTED");
        expect(config.mentions("a")).toBe(false);
        expect(spawnSync("test", ["-e", marker]).status).toBe(1);
    });

    it.each([
        ["User %u\n", "User"],
        ["User ${LOGNAME}\n", "User"],
        ["Include %h.conf\n", "Include"],
        ['RefuseConnection "not today"\n', "RefuseConnection"],
        ["IdentityFile ~other/key\n", "another user"],
        ["Include ~other/config\n", "another user"],
    ])("is %p", (text, named) => {
        const refusal = refusalOf(() => configOf(text).resolve("a"));
        expect(refusal.code).toBe("SSH_CONFIG_UNSUPPORTED");
        expect(refusal.message).toContain(named);
        expect(refusal.message).toContain(" line 1: ");
    });

    it("does not matter where the user is given", () => {
        expect(configOf("User %u\n").resolve("a", { user: "x" }).user).toBe("x");
    });
});

describe("what is invalid", () => {
    it("is named by file, line and keyword, with the nearest keyword", () => {
        const refusal = refusalOf(() => configOf("Host a\n Hostnmae b\n").resolve("z"));
        expect(refusal.code).toBe("SSH_CONFIG_INVALID");
        expect(refusal.message).toMatch(/config\d+ line 2: hostnmae is no option/);
        expect(refusal.message).toContain("HostName");
    });

    it("shows nothing of a file that is no configuration", () => {
        const key = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU=\n";
        for (const text of [
            key,
            key.split("\n")[1]!,
            "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAA x",
        ]) {
            expect(refusalOf(() => configOf(text).resolve("a")).message).not.toMatch(/b3Blbn|BEGIN/i);
        }
    });

    it("never shows a value", () => {
        const secret = "Tr0ub4dor";
        const lines = [
            `Port ${secret}`,
            `ConnectTimeout ${secret}`,
            `ServerAliveCountMax ${secret}`,
            `StrictHostKeyChecking ${secret}`,
            `ProxyJump ${secret}:x`,
            `Match ${secret} x`,
            `Match all ${secret}`,
            `User ${secret} ${secret}`,
            `User "${secret}`,
            `HostName %z${secret}`,
            `IdentityFile \${${secret}}`,
            `ProxyCommand ${secret}`,
            `Match exec ${secret}`,
            `Include ~${secret}/x`,
            `RefuseConnection ${secret}`,
        ];
        for (const line of lines) {
            expect(refusalOf(() => configOf(`${line}\n`).resolve("a")).message).not.toContain(secret);
        }
    });

    it("is a file that the setting names and that is not there; one of the usual names may be absent", () => {
        const userFile = join(directory, "absent");
        const refusal = refusalOf(() => new OpenSshConfig(sources({ userFile, userFileNamed: true })).resolve("a"));
        expect(refusal.code).toBe("SSH_CONFIG_INVALID");
        expect(refusal.message).toContain(userFile);
        expect(new OpenSshConfig(sources({ userFile, systemFile: userFile })).resolve("a").user).toBe("me");
    });

    it.each([
        ["others", 0o602],
        ["everybody", 0o666],
    ])("is a user's file that %s can write", (_, mode) => {
        const userFile = fileWith("User x\n", mode);
        const refusal = refusalOf(() => new OpenSshConfig(sources({ userFile })).resolve("a"));
        expect(refusal.code).toBe("SSH_CONFIG_INVALID");
        expect(refusal.message).toContain(`chmod go-w ${userFile}`);
        // As `ssh -F`, and as the file for the whole machine, it is not looked at.
        expect(new OpenSshConfig(sources({ userFile, userFileNamed: true })).resolve("a").user).toBe("x");
        expect(new OpenSshConfig(sources({ systemFile: userFile })).resolve("a").user).toBe("x");
    });

    it("is what can be there without being a file to be read", () => {
        const pipe = join(directory, "pipe");
        spawnSync("mkfifo", [pipe]);
        for (const userFile of [pipe, "/dev/zero"]) {
            const refusal = refusalOf(() => new OpenSshConfig(sources({ userFile, userFileNamed: true })).resolve("a"));
            expect(refusal.code).toBe("SSH_CONFIG_INVALID");
        }
        const nothing = new OpenSshConfig(sources({ userFile: "/dev/null", userFileNamed: true }));
        expect(nothing.resolve("a").user).toBe("me");
    });

    it("is an included link to nowhere", () => {
        symlinkSync(join(directory, "nowhere"), join(directory, ".ssh", "dangling"));
        expect(refusalOf(() => configOf("Include dangling\n").resolve("a")).code).toBe("SSH_CONFIG_INVALID");
    });
});

describe("mentions and names", () => {
    const config = configOf(
        [
            "Host web1 web2 !web3 db* !dbx",
            "Host * !never",
            "Host ?*",
            "Match originalhost Alias,*.example.com,!secret.example.com",
            "Match host 10.0.0.1 exec true",
            "Match !host negated",
            "Host hidden\n Include more",
        ].join("\n"),
    );
    writeFileSync(join(directory, ".ssh", "more"), "Host included\n", { mode: 0o600 });

    it.each(["web1", "db7", "alias", "ALIAS", "www.example.com", "10.0.0.1", "hidden", "included"])(
        "knows %s",
        (name) => {
            expect(config.mentions(name)).toBe(true);
        },
    );

    it.each(["web3", "web4", "WEB1", "dbx", "never", "other", "secret.example.com", "negated"])(
        "does not know %s",
        (name) => {
            expect(config.mentions(name)).toBe(false);
        },
    );

    it("lists the names without wildcards", () => {
        expect(config.names).toEqual(["web1", "web2", "Alias", "10.0.0.1", "hidden", "included"]);
    });
});

describe("configSources", () => {
    const { homedir: home, username: localUser } = userInfo();

    it("are the usual two files", () => {
        expect(configSources(undefined)).toEqual({
            userFile: `${home}/.ssh/config`,
            systemFile: "/etc/ssh/ssh_config",
            home,
            localUser,
            environment: process.env,
        });
    });

    it("are one file that the setting names", () => {
        expect(configSources("some/file")).toMatchObject({
            userFile: join(process.cwd(), "some/file"),
            systemFile: undefined,
            userFileNamed: true,
        });
    });

    it.each(["none", "NONE"])("are no file with %s", (setting) => {
        expect(configSources(setting)).toMatchObject({ userFile: undefined, systemFile: undefined });
    });
});
