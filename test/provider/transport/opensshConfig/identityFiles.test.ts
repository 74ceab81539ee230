import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { OpenSshConfig } from "../../../../provider/transport/opensshConfig/opensshConfig";
import { temporaryDirectory } from "../temporaryDirectory";
import { hasSsh, sourcesOf } from "./opensshOracle";

const directory = temporaryDirectory();
const compared = hasSsh ? it : it.skip;

// `ssh -G` prints identity files unexpanded. Which ones it really takes it tells, with -v, once it has connected.
compared(
    `identity files are those that \`ssh -v\` takes${hasSsh ? "" : " (skipped: there is no ssh to compare with)"}`,
    async () => {
        const server = createServer((socket) => socket.end("SSH-2.0-nothing\r\n")).listen(0, "127.0.0.1");
        await once(server, "listening");
        const file = join(directory, "config");
        writeFileSync(
            file,
            [
                "Host tried",
                "  HostName 127.1",
                `  Port ${(server.address() as AddressInfo).port}`,
                "  User zadm",
                "  HostKeyAlias Alias",
                "  IdentityFile ~/.ssh/plain",
                "  IdentityFile none",
                "  IdentityFile ~//slashes",
                "  IdentityFile %d/%h-%n-%p-%r-%u-%k-%i-%l-%L-%C-%%",
                '  IdentityFile "${TEST_KEYS}/with blank"',
                "  IdentityFile relative/../key",
                "  CertificateFile none",
            ].join("\n"),
        );
        const environment = { ...process.env, TEST_KEYS: "/test/keys" };
        const ssh = spawn("ssh", ["-v", "-F", file, "-o", "BatchMode=yes", "tried"], {
            env: environment,
            stdio: ["ignore", "ignore", "pipe"],
            timeout: 20_000,
        });
        const said = await text(ssh.stderr);
        server.close();
        const theirs = [...said.matchAll(/^debug1: identity file (.*) type -?\d+\r?$/gm)].map(([, path = ""]) => path);
        expect(theirs).toHaveLength(5);
        expect(new OpenSshConfig(sourcesOf(file, environment)).resolve("tried").identityFiles).toEqual(
            theirs.map((path) => (path.startsWith("/") ? path : `${process.cwd()}/${path}`)),
        );
    },
);
