/** What a job was asked to do, and by whom: kept beside it on the host, so that any later run can finish its work. */
export interface JobRequest {
    /** Tells jobs of the same zone apart; random. */
    readonly id: string;
    readonly zone: string;
    readonly uuid?: string;
    /** Inventory names of the two hosts, as the run that started the job calls them. */
    readonly from: string;
    readonly to: string;
    /** How the zone moves, or that it is installed: then `from` and `to` are the one host. */
    readonly method: JobMethod | "install";
    /** Whether the zone ran before and therefore has to be booted once it has arrived. */
    readonly bootAfterwards: boolean;
    /** Whether the target had a configuration of the zone before: if not, one that is left there can go. */
    readonly targetHad: boolean;
    /** The zone's memory, by which the time allowed is measured; absent where it is not known. */
    readonly memoryBytes?: number;
    /** Of an installation: the token of the resource that the zone is made for, as it stands in the zone's configuration. */
    readonly token?: string;
    /** The person and the machine that run Pulumi, as `user@machine`. */
    readonly by: string;
    /** When it was asked for, ISO 8601, by the clock of the machine that runs Pulumi. */
    readonly asked: string;
}

/** How a zone moves: running, suspended, or shut down. */
export type JobMethod = "live" | "warm" | "cold";

/** What the host itself adds to a request. */
export interface JobOrigin {
    /** When the job was started, ISO 8601, by the host's clock. */
    readonly since?: string;
    /** Address from which the login came that started it. */
    readonly client?: string;
}

/** A request as lines of `name=value`; none of the values can hold a newline. */
export function requestLines(request: JobRequest): string[] {
    const { id, zone, uuid, from, to, method, by, asked } = request;
    const values = {
        id,
        zone,
        uuid,
        from,
        to,
        method,
        boot: request.bootAfterwards ? "yes" : "no",
        targetHad: request.targetHad ? "configuration" : "nothing",
        memory: request.memoryBytes === undefined ? undefined : String(request.memoryBytes),
        token: request.token,
        by,
        asked,
    };
    return Object.entries(values).flatMap(([name, value]) =>
        value === undefined ? [] : [`${name}=${value.replace(/[\n\r]/g, " ")}`],
    );
}

/** Reads a request back. Unknown lines are passed over: a later release may write more. */
export function parseRequest(lines: readonly string[]): (JobRequest & JobOrigin) | undefined {
    const values = new Map(
        lines.flatMap((line) => {
            const at = line.indexOf("=");
            return at < 1 ? [] : [[line.slice(0, at), line.slice(at + 1)] as const];
        }),
    );
    const id = values.get("id");
    const zone = values.get("zone");
    const from = values.get("from");
    const to = values.get("to");
    const method = values.get("method");
    if (id === undefined || zone === undefined || from === undefined || to === undefined) {
        return undefined;
    }
    if (method !== "live" && method !== "warm" && method !== "cold" && method !== "install") {
        return undefined;
    }
    const uuid = values.get("uuid");
    const memoryBytes = Number(values.get("memory") ?? Number.NaN);
    const token = values.get("token");
    const since = values.get("since");
    const client = values.get("client");
    return {
        id,
        zone,
        from,
        to,
        method,
        bootAfterwards: values.get("boot") === "yes",
        // In doubt nothing is taken away.
        targetHad: values.get("targetHad") !== "nothing",
        by: values.get("by") ?? "unknown",
        asked: values.get("asked") ?? "",
        ...(uuid === undefined || uuid === "" ? {} : { uuid }),
        ...(Number.isSafeInteger(memoryBytes) && memoryBytes > 0 ? { memoryBytes } : {}),
        ...(token === undefined || token === "" ? {} : { token }),
        ...(since === undefined || since === "" ? {} : { since }),
        ...(client === undefined || client === "" ? {} : { client }),
    };
}
