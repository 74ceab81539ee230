import { providerShim } from "../../../provider/dynamic/shim";
import { startFleet, type Fleet, type FleetSpec } from "../../solaris";
import { startEngineServer, type EngineMessage, type EngineServer } from "./engineServer";
import { ProviderProcess } from "./providerProcess";

const bags = (zoneName: string) => {
    const urn = `urn:pulumi:dev::project::pulumi-nodejs:dynamic/solaris:KernelZone::${zoneName}`;
    const inputs = (more: Record<string, unknown> = {}) => ({
        zoneName,
        host: "global1",
        adopt: true,
        __provider: providerShim,
        __urn: urn,
        ...more,
    });
    const outputs = (host: string, more: Record<string, unknown> = {}) => ({
        ...inputs({ host }),
        currentHost: host,
        zoneState: "running",
        warnings: [],
        configDrift: [],
        rebootNeededFor: [],
        ...more,
    });
    return { urn, inputs, outputs };
};

/** A real provider process between an engine's log and simulated hosts. */
export class Rig {
    private constructor(
        readonly fleet: Fleet,
        readonly engine: EngineServer,
        readonly provider: ProviderProcess,
    ) {}

    static async start(
        spec: FleetSpec,
        { flags = [], engineDelayMs = 0 }: { flags?: string[]; engineDelayMs?: number } = {},
    ): Promise<Rig> {
        const [fleet, engine] = await Promise.all([startFleet(spec), startEngineServer(engineDelayMs)]);
        return new Rig(fleet, engine, await ProviderProcess.start(engine.address, flags));
    }

    /**
     * Configures with a whole stack's configuration, all namespaces, as the engine does for `pulumi-nodejs`.
     *
     * @param more Laid over it.
     */
    configure(more: Record<string, unknown> = {}): Promise<void> {
        return this.provider.configure({
            "project:size": "large",
            "aws:region": "eu-west-1",
            ...this.fleet.pulumiConfig(),
            ...more,
        });
    }

    /** The URN, the inputs and the outputs of a zone's resource. */
    readonly zone = bags;

    messagesOf(urn: string): EngineMessage[] {
        return this.engine.messages.filter((message) => message.urn === urn);
    }

    async stop(): Promise<void> {
        await this.provider.stop();
        this.engine.stop();
        await this.fleet.stop();
    }
}

/** How a secret looks in what the engine sends; sdk/nodejs/runtime/rpc.ts. */
export function secret(value: string): Record<string, string> {
    return { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value };
}
