import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { grpc, Struct } from "./grpc";

type Bag = Readonly<Record<string, unknown>>;

/** What Create, Update and a failed Update leave in the state. */
export interface InitFailure {
    readonly id: string;
    readonly properties: Bag;
    readonly reasons: readonly string[];
}

/** The compiled package, as programs get it. The process under test loads this, not the sources. */
export const repositoryRoot = join(__dirname, "..", "..", "..");

function requireBuild(): void {
    if (!existsSync(join(repositoryRoot, "dist", "provider", "dynamic", "index.js"))) {
        throw new Error("dist/ is missing: these tests drive the compiled package; run `npm run build` first");
    }
}

/** Pulumi's own server for dynamic providers in a process of its own, driven as the engine drives it. */
export class ProviderProcess {
    /** Everything on standard output and standard error after the port. */
    readonly printed: string[] = [];

    private constructor(
        private readonly child: ChildProcess,
        private readonly client: ResourceProviderClient,
    ) {}

    /**
     * @param engineAddress The last argument, as the engine passes it.
     * @param flags Arguments before it.
     */
    static async start(engineAddress: string, flags: readonly string[] = []): Promise<ProviderProcess> {
        requireBuild();
        const script = require.resolve("@pulumi/pulumi/cmd/dynamic-provider/index.js");
        const child = spawn(process.execPath, [script, ...flags, engineAddress], {
            cwd: repositoryRoot,
            stdio: ["ignore", "pipe", "pipe"],
        });
        const lines = createInterface({ input: child.stdout });
        const port = await new Promise<number>((resolve, reject) => {
            lines.once("line", (line) => resolve(Number(line)));
            child.once("exit", (code) => reject(new Error(`the provider process ended with ${code}`)));
        });
        const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
        const started = new ProviderProcess(child, client);
        lines.on("line", (line) => started.printed.push(line));
        createInterface({ input: child.stderr }).on("line", (line) => started.printed.push(line));
        return started;
    }

    async configure(config: Bag): Promise<void> {
        const request = new messages.ConfigureRequest();
        request.setArgs(structOf(config));
        request.setAcceptsecrets(true);
        await answer<messages.ConfigureResponse>((done) => this.client.configure(request, done));
    }

    async check(olds: Bag, news: Bag): Promise<{ inputs: Bag; failures: { property: string; reason: string }[] }> {
        const request = new messages.CheckRequest();
        request.setOlds(structOf(olds));
        request.setNews(structOf(news));
        const response = await answer<messages.CheckResponse>((done) => this.client.check(request, done));
        return {
            inputs: bagOf(response.getInputs()),
            failures: response
                .getFailuresList()
                .map((failure) => ({ property: failure.getProperty(), reason: failure.getReason() })),
        };
    }

    async diff(olds: Bag, news: Bag): Promise<{ changes: boolean; replaces: string[] }> {
        const request = new messages.DiffRequest();
        request.setId("the-id");
        request.setOlds(structOf(olds));
        request.setNews(structOf(news));
        const response = await answer<messages.DiffResponse>((done) => this.client.diff(request, done));
        const { DIFF_SOME, DIFF_NONE } = messages.DiffResponse.DiffChanges;
        const changes = response.getChanges();
        if (changes !== DIFF_SOME && changes !== DIFF_NONE) {
            throw new Error("the engine would have to compare by itself");
        }
        return { changes: changes === DIFF_SOME, replaces: response.getReplacesList() };
    }

    async create(news: Bag): Promise<{ id: string; properties: Bag }> {
        const request = new messages.CreateRequest();
        request.setProperties(structOf(news));
        const response = await answer<messages.CreateResponse>((done) => this.client.create(request, done));
        return { id: response.getId(), properties: bagOf(response.getProperties()) };
    }

    async update(id: string, olds: Bag, news: Bag): Promise<Bag> {
        const request = new messages.UpdateRequest();
        request.setId(id);
        request.setOlds(structOf(olds));
        request.setNews(structOf(news));
        return bagOf(
            (await answer<messages.UpdateResponse>((done) => this.client.update(request, done))).getProperties(),
        );
    }

    async read(id: string, properties: Bag): Promise<{ id: string; properties: Bag }> {
        const request = new messages.ReadRequest();
        request.setId(id);
        request.setProperties(structOf(properties));
        const response = await answer<messages.ReadResponse>((done) => this.client.read(request, done));
        return { id: response.getId(), properties: bagOf(response.getProperties()) };
    }

    async delete(id: string, properties: Bag): Promise<void> {
        const request = new messages.DeleteRequest();
        request.setId(id);
        request.setProperties(structOf(properties));
        await answer<unknown>((done) => this.client.delete(request, done));
    }

    async stop(): Promise<void> {
        this.client.close();
        if (this.child.exitCode === null && this.child.signalCode === null) {
            const ended = new Promise((resolve) => this.child.once("exit", resolve));
            // As the engine does at the end of every run.
            this.child.kill("SIGINT");
            await ended;
        }
    }
}

/** A unary call as a promise. */
function answer<Response>(
    call: (done: (error: ServiceError | null, response: Response) => void) => unknown,
): Promise<Response> {
    return new Promise((resolve, reject) => {
        call((error, response) => {
            if (error === null) {
                resolve(response);
            } else {
                reject(error);
            }
        });
    });
}

/** The details that the engine looks for in a failed Create or Update; undefined for a plain failure. */
export function initFailureOf(error: unknown): InitFailure | undefined {
    const [packed] = (error as ServiceError).metadata.get("grpc-status-details-bin");
    if (!(packed instanceof Buffer)) {
        return undefined;
    }
    const [detail] = Status.deserializeBinary(packed).getDetailsList();
    if (detail?.getTypeName() !== "pulumirpc.ErrorResourceInitFailed") {
        return undefined;
    }
    const failure = messages.ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
    return { id: failure.getId(), properties: bagOf(failure.getProperties()), reasons: failure.getReasonsList() };
}

function structOf(bag: Bag) {
    return Struct.fromJavaScript(bag as Parameters<typeof Struct.fromJavaScript>[0]);
}

function bagOf(struct: { toJavaScript(): Record<string, unknown> } | undefined): Bag {
    return struct?.toJavaScript() ?? {};
}
