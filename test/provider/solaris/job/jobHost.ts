import { spawn } from "node:child_process";
import {
    chmodSync,
    existsSync,
    mkdirSync,
    mkdtempSync,
    readFileSync,
    realpathSync,
    rmSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseWord, type JobWord } from "../../../../provider/solaris/job/jobCalls";
import { parseJobList, type JobListing } from "../../../../provider/solaris/job/jobList";
import { requestLines, type JobRequest } from "../../../../provider/solaris/job/jobRequest";
import { keepScript, removeScript, stopScript } from "../../../../provider/solaris/job/scripts/endScripts";
import { followScript } from "../../../../provider/solaris/job/scripts/followScript";
import { jobScript, type JobStep } from "../../../../provider/solaris/job/scripts/jobScript";
import { listScript } from "../../../../provider/solaris/job/scripts/listScript";
import { startScript } from "../../../../provider/solaris/job/scripts/startScript";
import type { OutputLine } from "../../../../provider/transport/command";
import type { HostShell } from "./shells";

export const isRoot = process.getuid?.() === 0;

/** A script at work: what it has said so far, and its end. */
export interface Running {
    /** Process id of the shell that runs the script; not that of the job. */
    readonly pid: number;
    /** The script's own words so far. */
    readonly words: JobWord[];
    /** Everything on standard output, marks included. */
    readonly lines: string[];
    readonly ended: Promise<Ended>;
}

export interface Ended {
    readonly words: readonly JobWord[];
    readonly lines: readonly string[];
    readonly complaints: string;
    readonly exitCode: number | null;
}

/** How a script's text is altered for a test, and with which user it runs. */
export interface Alteration {
    /** Paths of programs by what stands in their place; the text holds no others than absolute ones. */
    readonly instead?: Readonly<Record<string, string>>;
    /** Numeric user; only root can choose one. */
    readonly uid?: number;
}

const mark = "@0123456789ab:";

/** A place where the very texts of the job scripts run, with a private directory in place of /var/tmp. */
export class JobHost {
    readonly directory = mkdtempSync(join(tmpdir(), "pulumi-solaris-job-"));
    /** Stands for /var/tmp. */
    readonly parent = join(this.directory, "var-tmp");
    readonly base: string;
    readonly #program: string;
    readonly #groups: number[] = [];
    #stubs = 0;

    constructor(shell: HostShell, uid = process.getuid?.() ?? 0) {
        this.base = join(this.parent, `pulumi-solaris-${uid}`);
        mkdirSync(this.parent);
        chmodSync(this.directory, 0o755);
        chmodSync(this.parent, 0o1777);
        if (shell.applet === undefined) {
            this.#program = shell.program;
        } else {
            this.#program = join(this.directory, shell.applet);
            symlinkSync(realpathSync(shell.program), this.#program);
        }
    }

    /** Ends what was started here, and takes the directory away. */
    stop(): void {
        for (const group of this.#groups) {
            try {
                process.kill(-group, "SIGKILL");
            } catch {
                // Nothing of it is left, which is how it should be.
            }
        }
        rmSync(this.directory, { recursive: true, force: true });
    }

    /** A program in a file of its own, for use in place of another. */
    stub(text: string): string {
        this.#stubs += 1;
        const path = join(this.directory, `stub-${this.#stubs}`);
        writeFileSync(path, `#!/usr/bin/env sh\n${text}\n`);
        chmodSync(path, 0o755);
        return path;
    }

    path(...parts: string[]): string {
        return join(this.directory, ...parts);
    }

    /** What a job left in one of its files; undefined where there is no such file. */
    file(zone: string, id: string, name: string): string | undefined {
        const path = join(this.base, `${zone},${id}`, name);
        return existsSync(path) ? readFileSync(path, "latin1") : undefined;
    }

    start(request: JobRequest, steps: readonly JobStep[], alteration: Alteration = {}): Running {
        const { zone, id } = request;
        const script = startScript(requestLines(request), jobScript(zone, id, steps));
        return this.run(script, [zone, id], alteration);
    }

    follow(zone: string, id: string, alteration: Alteration = {}): Running {
        return this.run(followScript, [zone, id], alteration);
    }

    async list(alteration: Alteration = {}): Promise<JobListing> {
        const { lines, complaints } = await this.run(listScript, [], alteration).ended;
        const listing = parseJobList(mark, lines.map(onStdout));
        if (listing === undefined) {
            throw new Error(`the list is not complete: ${lines.join("\n")} ${complaints}`);
        }
        return listing;
    }

    async remove(zone: string, id: string): Promise<void> {
        await this.run(removeScript, [zone, id]).ended;
    }

    async keep(zone: string, id: string): Promise<void> {
        await this.run(keepScript, [zone, id]).ended;
    }

    async askToStop(zone: string, id: string): Promise<void> {
        await this.run(stopScript, [zone, id]).ended;
    }

    run(text: string, args: readonly string[], { instead = {}, uid }: Alteration = {}): Running {
        const child = spawn(this.#program, ["-c", this.#adapt(text, instead), "sh", mark, ...args], {
            env: { PATH: "/usr/bin:/bin", HOME: "/nonexistent", LC_ALL: "C", SSH_CLIENT: "192.0.2.7 40022 22" },
            stdio: ["pipe", "pipe", "pipe"],
            cwd: "/",
            // A group of its own, by which everything that comes of it can be ended.
            detached: true,
            ...(uid === undefined ? {} : { uid, gid: uid }),
        });
        if (child.pid === undefined) {
            throw new Error(`${this.#program} cannot be started`);
        }
        this.#groups.push(child.pid);
        child.stdin.end();
        const words: JobWord[] = [];
        const lines: string[] = [];
        let unfinished = "";
        let complaints = "";
        child.stdout.setEncoding("latin1").on("data", (chunk: string) => {
            const pieces = (unfinished + chunk).split("\n");
            unfinished = pieces.pop() ?? "";
            lines.push(...pieces);
            words.push(...pieces.flatMap((line) => parseWord(mark, onStdout(line)) ?? []));
        });
        child.stderr.setEncoding("latin1").on("data", (chunk: string) => {
            complaints += chunk;
        });
        const ended = new Promise<Ended>((resolve) => {
            child.on("close", (exitCode) => {
                resolve({ words, lines, complaints, exitCode });
            });
        });
        return { pid: child.pid, words, lines, ended };
    }

    /** The very text, but for where it works and for what a test puts in place of a program. */
    #adapt(text: string, instead: Readonly<Record<string, string>>): string {
        const moved = text
            .replaceAll("/var/tmp", this.parent)
            .replaceAll("/bin/sh ", `${this.#program} `)
            // Only root can make a directory that root owns.
            .replace('[ "$3" = 0 ]', `[ "$3" = ${process.getuid?.() ?? 0} ]`);
        return Object.entries(instead).reduce((changed, [from, to]) => changed.replaceAll(from, to), moved);
    }
}

function onStdout(text: string): Pick<OutputLine, "stream" | "text"> {
    return { stream: "stdout", text };
}

/** A request for a job of a zone. */
export function requestOf(zone: string, id: string): JobRequest {
    return {
        id,
        zone,
        from: "global1",
        to: "global2",
        method: "live",
        bootAfterwards: false,
        targetHad: false,
        by: "ops@laptop",
        asked: "2025-03-01T10:00:00.000Z",
    };
}

/** A step that a shell runs. */
export function step(name: string, text: string): JobStep {
    return { name, argv: ["/usr/bin/env", "sh", "-c", text] };
}

/** The text of the log, as it was told. */
export function logOf(words: readonly JobWord[]): string[] {
    return words.flatMap((word) => (word.kind === "log" ? [word.text] : []));
}

/** How it ended, by the last word. */
export function endOf(words: readonly JobWord[]): JobWord | undefined {
    return words.at(-1);
}
