import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";

import { cache, putIntoCache } from "./cache";
import { enginePath } from "./engine";
import { NoEngineError, type ProvideOptions, provideEngine } from "./findEngine";
import { goBuild } from "./goBuild";
import { LAUNCHER_NAME } from "./launcher";
import { silent } from "./progress";
import { vendorDownload } from "./vendorDownload";
import { ENGINE_VERSION } from "./versions";
import { type Way, WayClosed } from "./way";

describe("provideEngine", () => {
    let root: string;
    let options: ProvideOptions & { cache: string; env: { PATH: string } };

    beforeEach(async () => {
        root = await mkdtemp(path.join(tmpdir(), "pulumi-solaris-find-"));
        options = { cache: path.join(root, "cache"), env: { PATH: "" }, progress: silent, make: [] };
    });

    afterEach(() => rm(root, { recursive: true }));

    /** An executable script; the environment that runs it has an empty PATH. */
    async function script(directory: string, name: string, text: string): Promise<string> {
        const file = path.join(root, directory, name);
        await mkdir(path.dirname(file), { recursive: true });
        await writeFile(file, `#!/bin/sh\n${text}\n`);
        await chmod(file, 0o755);
        return file;
    }

    const inCache = (version: string): Promise<string> =>
        script(path.join("cache", ENGINE_VERSION, "bin"), "pulumi", `echo v${version}`);

    const onPath = (...directories: string[]): void => {
        options.env.PATH = directories.map((name) => path.join(root, name)).join(path.delimiter);
    };

    it("takes the CLI on PATH before the cache", async () => {
        const command = await script("a", "pulumi", "echo v3.204.0");
        await script("a", LAUNCHER_NAME, "");
        await inCache(ENGINE_VERSION);
        onPath("a");
        await expect(provideEngine(options)).resolves.toEqual({ command, version: "3.204.0", origin: "PATH" });
    });

    it("passes over CLIs that are too old, broken or not executable", async () => {
        await script("old", "pulumi", "echo v3.203.2");
        await script("broken", "pulumi", "echo no such luck >&2; exit 1");
        await mkdir(path.join(root, "plain"));
        await writeFile(path.join(root, "plain", "pulumi"), "");
        const command = await script("good", "pulumi", "echo v3.999.0");
        onPath("absent", "old", "broken", "plain", "good");
        await expect(provideEngine(options)).resolves.toMatchObject({ command, version: "3.999.0" });
    });

    it("puts our launcher on the path of a CLI that comes without one", async () => {
        const command = await script("bare", "pulumi", "echo v3.300.0");
        onPath("bare");
        const engine = await provideEngine(options);
        expect(engine.launcherDirectory).toBe(path.join(options.cache, "launcher"));
        const launcher = await stat(path.join(options.cache, "launcher", LAUNCHER_NAME));
        expect(launcher.mode & 0o111).toBe(0o111);
        const directories = enginePath(engine, "/usr/bin").split(path.delimiter);
        expect(directories).toEqual([
            path.dirname(command),
            path.join(options.cache, "launcher"),
            path.dirname(process.execPath),
            "/usr/bin",
        ]);
    });

    it("takes the CLI in the cache if PATH has none", async () => {
        const command = await inCache(ENGINE_VERSION);
        await expect(provideEngine(options)).resolves.toEqual({ command, version: ENGINE_VERSION, origin: "cache" });
    });

    it("does not take a CLI of another version from the cache", async () => {
        await inCache("3.250.0");
        await expect(provideEngine(options)).rejects.toThrow("says that it is v3.250.0");
    });

    it("says what was tried, why it failed and what to do", async () => {
        await script("old", "pulumi", "echo v3.10.0");
        onPath("old");
        const failure = provideEngine({ ...options, make: [vendorDownload, goBuild] });
        await expect(failure).rejects.toThrow(NoEngineError);
        await expect(failure).rejects.toThrow(/on PATH: .*old\/pulumi is v3\.10\.0; v3\.204\.0 or newer is needed/);
        await expect(failure).rejects.toThrow(/the project's cache: .* is not there/);
        await expect(failure).rejects.toThrow("npm is not on PATH");
        await expect(failure).rejects.toThrow("go is not on PATH");
        await expect(failure).rejects.toThrow(/What to do.*\n.*install pulumi.*\n.*install Go.*\n.*SKIP_ENGINE=1/);
    });

    it("goes on to the next way if making one fails, and leaves nothing of it", async () => {
        const fails: Way = {
            title: "one that fails",
            provide: (context) =>
                putIntoCache(context, "download", async (directory) => {
                    await writeFile(path.join(directory, "half"), "");
                    throw new WayClosed("the line went dead");
                }),
        };
        const engine = await provideEngine({ ...options, make: [fails, making(ENGINE_VERSION)] });
        expect(engine).toMatchObject({ origin: "build", version: ENGINE_VERSION });
        expect((await readdir(options.cache)).sort()).toEqual([ENGINE_VERSION]);
    });

    it("refuses what was made if it is another version", async () => {
        const failure = provideEngine({ ...options, make: [making("3.1.0")] });
        await expect(failure).rejects.toThrow("says that it is v3.1.0");
        expect(await readdir(options.cache)).toEqual([]);
    });

    it("makes it once for several at the same time, and puts the launcher beside it", async () => {
        const made = jest.fn();
        const all = await Promise.all(
            [1, 2, 3].map(() => provideEngine({ ...options, make: [making(ENGINE_VERSION, made)] })),
        );
        expect(made).toHaveBeenCalledTimes(1);
        expect(all.map((engine) => engine.origin).sort()).toEqual(["build", "cache", "cache"]);
        const beside = await readdir(path.join(options.cache, ENGINE_VERSION, "bin"));
        expect(beside.sort()).toEqual(["pulumi", LAUNCHER_NAME]);
    });

    it("replaces a CLI in the cache that does not run, and removes what killed runs left", async () => {
        await script(path.join("cache", ENGINE_VERSION, "bin"), "pulumi", "exit 1");
        await mkdir(path.join(options.cache, ".tmp-killed"));
        await provideEngine({ ...options, make: [making(ENGINE_VERSION)] });
        expect(await readdir(options.cache)).toEqual([ENGINE_VERSION]);
        const context = { cache: options.cache, env: options.env, progress: silent };
        await expect(cache.provide(context)).resolves.toMatchObject({ version: ENGINE_VERSION });
    });

    /** A way that makes a CLI of that version. */
    function making(version: string, made: () => void = () => undefined): Way {
        return {
            title: "a fake build",
            provide: (context) =>
                putIntoCache(context, "build", async (directory) => {
                    made();
                    await script(path.join(path.relative(root, directory), "bin"), "pulumi", `echo v${version}`);
                }),
        };
    }
});
