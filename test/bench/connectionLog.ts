import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";

/** Which of the Node processes that the engine starts have connected where. */
export class ConnectionLog {
    private constructor(private readonly directory: string) {}

    static async create(): Promise<ConnectionLog> {
        const log = new ConnectionLog(await mkdtemp(path.join(tmpdir(), "pulumi-solaris-bench-")));
        await log.clear();
        return log;
    }

    /** For the CLI; the Node processes that it starts inherit it. */
    get environment(): Record<string, string> {
        const preload = path.join(__dirname, "recordConnections.cjs");
        const inherited = process.env["NODE_OPTIONS"];
        return {
            NODE_OPTIONS: [...(inherited === undefined ? [] : [inherited]), `--require "${preload}"`].join(" "),
            BENCH_CONNECTION_LOG: this.file,
        };
    }

    async clear(): Promise<void> {
        await writeFile(this.file, "");
    }

    /** For each process that has connected to this port, the number of its connections. */
    async perProcess(port: number): Promise<number[]> {
        const lines = (await readFile(this.file, "utf8")).trimEnd().split("\n");
        const processes = lines.flatMap((line) => {
            const [process, to] = line.split(" ");
            return process !== undefined && to === String(port) ? [process] : [];
        });
        return [...new Set(processes)].map((one) => processes.filter((other) => other === one).length);
    }

    async remove(): Promise<void> {
        await rm(this.directory, { recursive: true, force: true });
    }

    private get file(): string {
        return path.join(this.directory, "connections");
    }
}
