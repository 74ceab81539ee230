import { spawnSync } from "node:child_process";
import {
    chmodSync,
    chownSync,
    existsSync,
    mkdirSync,
    readdirSync,
    symlinkSync,
    writeFileSync,
    writeSync,
} from "node:fs";
import { zoneNameSchema } from "../../../../provider/solaris/zoneName";
import fc from "../../../fuzz";
import { endOf, isRoot, JobHost, requestOf, step } from "./jobHost";
import { absentHostShells, hostShells } from "./shells";

for (const name of absentHostShells) {
    writeSync(process.stderr.fd, `SKIPPED directory of jobs with ${name}: it is not installed here\n`);
    it.skip(`directory of jobs with ${name} (skipped: it is not installed here)`, () => undefined);
}
if (!isRoot) {
    writeSync(process.stderr.fd, "SKIPPED what another user prepares for jobs: that needs root\n");
}
const itAsRoot = isRoot ? it : it.skip;
/** Owns nothing, and exists on every system by number at least. */
const nobody = 65534;
const done = { kind: "status", status: { kind: "done" } };

describe.each(hostShells)("the directory of jobs with $name as /bin/sh", (shell) => {
    let host: JobHost;
    beforeEach(() => {
        host = new JobHost(shell);
    });
    afterEach(() => {
        host.stop();
    });

    const stepRan = () => existsSync(host.path("ran"));
    const start = (id = "abc", zone = "kzone1") =>
        host.start(requestOf(zone, id), [step("migrate", `: >${host.path("ran")}`)]);

    /** A directory as ours would be, with a job in it that somebody wants to be believed. */
    const prepare = (path: string, mode = 0o700): void => {
        mkdirSync(`${path}/kzone1,evil`, { recursive: true });
        writeFileSync(`${path}/kzone1,evil/request`, "id=evil\nzone=kzone1\nfrom=global1\nto=global2\nmethod=live\n");
        writeFileSync(`${path}/kzone1,evil/log`, "a lie\n");
        writeFileSync(`${path}/kzone1,evil/status`, "done 0\n");
        chmodSync(path, mode);
    };

    const unsafeOnes: Record<string, () => void> = {
        "a link to a directory of our own": () => {
            prepare(host.path("elsewhere"));
            symlinkSync(host.path("elsewhere"), host.base);
        },
        "a link to nowhere": () => {
            symlinkSync(host.path("nowhere"), host.base);
        },
        "open to be read by others": () => {
            prepare(host.base, 0o755);
        },
        "open to its group": () => {
            prepare(host.base, 0o770);
        },
        "with a set-group-id bit": () => {
            prepare(host.base, 0o2700);
        },
        "a file": () => {
            writeFileSync(host.base, "", { mode: 0o700 });
        },
    };

    it.each(Object.keys(unsafeOnes))(
        "is not used where it is %s: nothing is started, nothing is read",
        async (name) => {
            unsafeOnes[name]?.();
            const { words } = await start().ended;
            expect(words).toEqual([{ kind: "unsafe", reason: expect.stringContaining(host.base) as string }]);
            expect(stepRan()).toBe(false);
            const { jobs, unsafe } = await host.list();
            expect(jobs).toEqual([]);
            expect(unsafe).toContain(host.base);
            expect((await host.follow("kzone1", "evil").ended).words).toMatchObject([{ kind: "unsafe" }]);
            await host.remove("kzone1", "evil");
            await host.keep("kzone1", "evil");
            for (const place of [host.base, host.path("elsewhere")]) {
                if (existsSync(`${place}/kzone1,evil`)) {
                    expect(readdirSync(`${place}/kzone1,evil`).sort()).toEqual(["log", "request", "status"]);
                }
            }
            expect(existsSync(host.path("nowhere"))).toBe(false);
        },
    );

    itAsRoot("is not used where another user owns it", async () => {
        prepare(host.base);
        chownSync(host.base, nobody, nobody);
        expect((await start().ended).words).toMatchObject([
            { kind: "unsafe", reason: expect.stringMatching(/65534/) as string },
        ]);
        expect(stepRan()).toBe(false);
        expect((await host.list()).jobs).toEqual([]);
        expect((await host.follow("kzone1", "evil").ended).words).toMatchObject([{ kind: "unsafe" }]);
    });

    it.each([
        ["writable by everybody without a sticky bit", 0o777, "unsafe"],
        ["writable by its group without a sticky bit", 0o775, "unsafe"],
        ["sticky", 0o1777, "status"],
        ["root's alone", 0o755, "status"],
    ])("goes by its parent: %s", async (_, mode, kind) => {
        chmodSync(host.parent, mode);
        expect(endOf((await start().ended).words)).toMatchObject({ kind });
        expect(stepRan()).toBe(kind === "status");
    });

    itAsRoot("is not used below a parent that another user owns", async () => {
        chownSync(host.parent, nobody, nobody);
        expect((await start().ended).words).toMatchObject([{ kind: "unsafe" }]);
        expect(stepRan()).toBe(false);
    });

    itAsRoot(
        "cannot be made in a parent that is not ours to write: refused, so that the move can run attached",
        async () => {
            host.stop();
            host = new JobHost(shell, nobody);
            chmodSync(host.parent, 0o755);
            const running = host.start(requestOf("kzone1", "abc"), [step("migrate", ":")], { uid: nobody });
            expect((await running.ended).words).toEqual([{ kind: "refused", reason: `${host.base} cannot be made` }]);
        },
    );

    itAsRoot("is that of the login's own user", async () => {
        host.stop();
        host = new JobHost(shell, nobody);
        const running = host.start(requestOf("kzone1", "abc"), [step("migrate", ":")], { uid: nobody });
        expect(endOf((await running.ended).words)).toEqual(done);
        expect((await host.list({ uid: nobody })).jobs).toMatchObject([{ id: "abc" }]);
        expect((await host.list()).jobs).toEqual([]);
    });

    it("refuses where there is no nohup, and leaves nothing behind", async () => {
        const { words } = await host.start(requestOf("kzone1", "abc"), [step("migrate", `: >${host.path("ran")}`)], {
            instead: { "/usr/bin/nohup": host.path("no-nohup") },
        }).ended;
        expect(words).toMatchObject([{ kind: "refused", reason: expect.stringContaining("nohup") as string }]);
        expect(readdirSync(host.base)).toEqual([]);
        expect(stepRan()).toBe(false);
    });

    it("refuses where nothing more can be written, and leaves nothing behind", async () => {
        const full = host.stub("echo 'No space left on device' >&2; exit 1");
        const { words } = await host.start(requestOf("kzone1", "abc"), [step("migrate", `: >${host.path("ran")}`)], {
            instead: { "/usr/bin/date": full, '/usr/bin/mkdir "$zone': `${full} "$zone` },
        }).ended;
        expect(words).toMatchObject([{ kind: "refused" }]);
        expect(readdirSync(host.base)).toEqual([]);
        expect(stepRan()).toBe(false);
    });

    it("has its mode whatever the login's umask is, and so has what is in it", async () => {
        await start().ended;
        const modes = spawnSync("/usr/bin/find", [host.base, "-perm", "/077"]).stdout.toString();
        expect(modes).toBe("");
    });

    it("keeps five failed jobs of each zone, and those of no other zone are touched", async () => {
        const zones = ["a", "a.b", "a-b", "a_b", "ab", "A"];
        for (const zone of zones) {
            await start("only", zone).ended;
            await host.keep(zone, "only");
        }
        const ids = Array.from({ length: 8 }, (_, index) => `job${index}`);
        for (const id of ids) {
            await start(id, "a").ended;
            // One whose end nobody has looked at yet is not one of those.
            if (id !== "job2") {
                await host.keep("a", id);
                // Of two that were set aside at one moment, which is the older could not be told.
                await new Promise((resolve) => setTimeout(resolve, 15));
            }
        }
        const left = readdirSync(host.base).sort();
        expect(left.filter((name) => name.startsWith("a,"))).toEqual(
            ["job2", "job3", "job4", "job5", "job6", "job7"].map((id) => `a,${id}`),
        );
        for (const zone of zones.slice(1)) {
            expect(left).toContain(`${zone},only`);
        }
        expect((await host.list()).jobs.map(({ id }) => id)).toEqual(["job2"]);
        await host.remove("a", "job2");
        expect(readdirSync(host.base)).toHaveLength(5 + zones.length - 1);
    });

    it("takes every legal name of a zone, also those that its own files have", async () => {
        const legal = fc
            .stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/)
            .filter((name) => zoneNameSchema.safeParse(name).success);
        const names = ["lock", "stale", "0", "a".repeat(63), "z-_.", "request", ...fc.sample(legal, 6)];
        for (const zone of new Set(names)) {
            expect([zone, endOf((await start("abc", zone).ended).words)]).toEqual([zone, done]);
            expect((await host.list()).jobs).toMatchObject([{ zone, id: "abc" }]);
            await host.remove(zone, "abc");
            expect(readdirSync(host.base)).toEqual([]);
        }
    });
});
