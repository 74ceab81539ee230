import type { HostKeySettings, LoginSettings, SshTarget } from "../../../provider/transport/target";

/** A target with nothing to log in with and no key on record, but for what a test says. */
export function sshTarget(
    more: Partial<Omit<SshTarget, "login" | "hostKeys">> & {
        readonly login?: Partial<LoginSettings>;
        readonly hostKeys?: Partial<HostKeySettings>;
    } = {},
): SshTarget {
    const { login, hostKeys, ...rest } = more;
    return {
        name: "global1",
        address: "127.0.0.1",
        port: 22,
        user: "zadm",
        connectTimeout: 5,
        deadAfter: 30,
        forwardAgent: false,
        jumps: [],
        ...rest,
        hostKeys: {
            pins: [],
            alias: undefined,
            revokedFile: undefined,
            userFiles: [],
            globalFiles: [],
            acceptNew: false,
            hashNames: false,
            ...hostKeys,
        },
        login: {
            agentSocket: undefined,
            identityFiles: [],
            identitiesOnly: false,
            passphrase: undefined,
            password: undefined,
            ...login,
        },
    };
}
