import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { describeEngine } from "../engine/describeEngine";
import { createStack, type TestStack } from "../engine/stack";

/**
 * The provider as the engine gets it: source text. It refuses `size` 13, goes on with one for which there is a file in
 * HELD_SIZES only when that is gone, says on its row what it does, and tells in its outputs where it runs.
 */
const PROVIDER = `
const { EngineClient } = require("@pulumi/pulumi/proto/engine_grpc_pb");
const { LogRequest, LogSeverity } = require("@pulumi/pulumi/proto/engine_pb");
const { credentials } = require("@grpc/grpc-js");
const { existsSync } = require("node:fs");
const { join } = require("node:path");
const address = process.argv.slice(2).filter((arg) => !arg.startsWith("-")).at(-1);
const engine = new EngineClient(address, credentials.createInsecure());
const log = (urn, message, ephemeral) => new Promise((resolve, reject) => {
    const request = new LogRequest();
    request.setSeverity(LogSeverity.INFO);
    request.setUrn(urn);
    request.setMessage(message);
    request.setEphemeral(ephemeral);
    engine.log(request, (error) => (error ? reject(error) : resolve()));
});
const outs = (news) => ({ ...news, directory: process.cwd(), entry: require.resolve("pulumi-solaris/package.json") });
exports.handler = () => ({
    check: async (_olds, news) => ({ inputs: news, failures: [] }),
    diff: async (_id, olds, news) => ({ changes: olds.size !== news.size }),
    create: async (news) => {
        await log(news.__urn, "making it", true);
        return { id: "thing", outs: outs(news) };
    },
    update: async (_id, olds, news) => {
        await log(news.__urn, "from " + olds.size + " to " + news.size, false);
        if (news.size === 13) {
            throw new Error("13 does not fit");
        }
        while (existsSync(join(process.env.HELD_SIZES, String(news.size)))) {
            await new Promise((resolve) => setTimeout(resolve, 20));
        }
        return { outs: outs(news) };
    },
    read: async (id, props) => ({ id, props: { ...props, seen: true } }),
    delete: async () => undefined,
});
`;

class Thing extends pulumi.CustomResource {
    declare readonly directory: pulumi.Output<string>;

    constructor(name: string, args: { size: number; secret?: pulumi.Input<string> }) {
        const type = "pulumi-nodejs:dynamic/test:Thing";
        const __urn = pulumi.createUrn(name, type);
        super(type, name, { ...args, __provider: PROVIDER, __urn, directory: undefined });
    }
}

const withSize = (size: number) => async () => {
    const secret = new pulumi.Config("test").requireSecret("password");
    const thing = new Thing("first", { size, secret });
    return await Promise.resolve({ directory: thing.directory, secret });
};

describeEngine("the engine harness", () => {
    let stack: TestStack;
    const heldSizes = mkdtempSync(join(tmpdir(), "pulumi-solaris-held-"));

    /** Holds the update to a size; gives what lets it go. */
    function hold(size: number): () => void {
        const file = join(heldSizes, String(size));
        writeFileSync(file, "");
        return () => rmSync(file);
    }

    beforeAll(async () => {
        stack = await createStack({
            program: withSize(1),
            env: { HELD_SIZES: heldSizes },
            config: { "test:plain": "text", "test:password": { value: "hunter2", secret: true } },
        });
    }, 30_000);

    afterAll(async () => {
        rmSync(heldSizes, { recursive: true });
        await stack.remove();
    });

    it("previews without storing anything", async () => {
        const result = await stack.preview();
        expect(result).toMatchObject({ ok: true, exitCode: 0, resourceChanges: { create: 2 }, outputs: {} });
        expect(result.stdout).toContain("first create");
        expect(await stack.resourceState("first")).toBeUndefined();
    }, 60_000);

    it("creates, with status on the row, outputs and encrypted secrets", async () => {
        const result = await stack.up();
        expect(result).toMatchObject({ ok: true, resourceChanges: { create: 2 } });
        expect(result.outputs).toEqual({ directory: process.cwd(), secret: "[secret]" });
        expect(result.statusOf("first")).toEqual(["making it"]);
        expect(result.messagesOf("first")).toEqual([]);
        const state = await stack.resourceState("first");
        expect(state?.outputs?.entry).toBe(require.resolve("../../package.json"));
        expect(JSON.stringify(await stack.exportState())).not.toContain("hunter2");
    }, 60_000);

    it("returns a failed operation with what the user sees", async () => {
        stack.setProgram(withSize(13));
        const result = await stack.up();
        expect(result).toMatchObject({ ok: false, exitCode: 1 });
        expect(result.stdout).toContain("13 does not fit");
        expect(result.stdout + result.stderr).not.toContain("\u001b[");
        expect(result.messagesOf("first")[0]).toBe("from 1 to 13");
        expect(result.diagnostics).toContainEqual(
            expect.objectContaining({
                severity: "error",
                message: expect.stringContaining("13 does not fit") as string,
            }),
        );
        expect((await stack.resourceState("first"))?.outputs?.size).toBe(1);
    }, 60_000);

    it("interrupts once: what runs is finished and stored", async () => {
        const letGo = hold(99);
        stack.setProgram(withSize(99));
        const running = await stack.start("up");
        await running.waitFor(/from 1 to 99/);
        running.interrupt();
        await running.waitFor(/\^C received; cancelling/);
        letGo();
        const result = await running.result;
        expect(result.ok).toBe(false);
        expect(result.stdout + result.stderr).toMatch(/cancel/i);
        expect((await stack.resourceState("first"))?.outputs?.size).toBe(99);
    }, 60_000);

    it("interrupts twice: the engine gives up, and the next refresh clears what was pending", async () => {
        const letGo = hold(98);
        stack.setProgram(withSize(98));
        const running = await stack.start("up");
        await running.waitFor(/from 99 to 98/);
        running.interrupt();
        await running.waitFor(/\^C received; cancelling/);
        running.interrupt();
        const result = await running.result;
        letGo();
        expect(result.ok).toBe(false);
        expect(await stack.exportState()).toMatchObject({ pending_operations: [{ type: "updating" }] });
        expect((await stack.resourceState("first"))?.outputs?.size).toBe(99);
    }, 60_000);

    it("reports the error of a program that throws, and passes the test that expects it", async () => {
        stack.setProgram(async () => {
            const thing = new Thing("first", { size: 99 });
            thing.id.apply(() => {
                throw new Error("the program is wrong");
            });
            return await Promise.resolve({});
        });
        const result = await stack.preview();
        expect(result.ok).toBe(false);
        expect(result.stdout).toContain("the program is wrong");
    }, 60_000);

    it("refreshes", async () => {
        expect(await stack.refresh()).toMatchObject({ ok: true });
        expect((await stack.resourceState("first"))?.outputs?.seen).toBe(true);
        expect((await stack.exportState()).pending_operations ?? []).toEqual([]);
    }, 60_000);

    it("previews as JSON", async () => {
        stack.setProgram(withSize(2));
        const result = await stack.preview({ json: true });
        expect(JSON.parse(result.stdout)).toMatchObject({ changeSummary: { update: 1 } });
    }, 60_000);

    it("interrupts a stack's operation that takes too long", async () => {
        await expect(stack.up({ timeoutMs: 1 })).rejects.toThrow("did not end within");
    }, 60_000);

    it("destroys", async () => {
        expect(await stack.destroy()).toMatchObject({ ok: true, resourceChanges: { delete: 2 } });
        expect((await stack.exportState()).resources ?? []).toEqual([]);
    }, 60_000);

    it("runs stacks side by side", async () => {
        const stacks = await Promise.all(
            [1, 2].map(() => createStack({ program: withSize(7), config: { "test:password": "x" } })),
        );
        try {
            const results = await Promise.all(stacks.map((one) => one.up({ skipPreview: true })));
            expect(results.map((one) => one.ok)).toEqual([true, true]);
            expect(results.map((one) => one.statusOf("first"))).toEqual([["making it"], ["making it"]]);
        } finally {
            await Promise.all(stacks.map((one) => one.remove()));
        }
    }, 60_000);
});
