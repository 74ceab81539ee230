// Spelled as in ssh_config(5); OpenSSH 9.2 to 10.x. [A]
const honoured = [
    "Host",
    "Match",
    "Include",
    "HostName",
    "Port",
    "User",
    "IdentityFile",
    "IdentityAgent",
    "IdentitiesOnly",
    "UserKnownHostsFile",
    "GlobalKnownHostsFile",
    "StrictHostKeyChecking",
    "HostKeyAlias",
    "ProxyJump",
    "ProxyCommand",
    "ConnectTimeout",
    "ServerAliveInterval",
    "ServerAliveCountMax",
    "HashKnownHosts",
    "RevokedHostKeys",
    "IgnoreUnknown",
    "CanonicalizeHostname",
    "RefuseConnection",
] as const;

/** A keyword that the provider acts on, in lower case. */
export type HonouredKeyword = Lowercase<(typeof honoured)[number]>;

const passedOver = [
    "AddKeysToAgent",
    "AddressFamily",
    "BatchMode",
    "BindAddress",
    "BindInterface",
    "CASignatureAlgorithms",
    "CanonicalDomains",
    "CanonicalizeFallbackLocal",
    "CanonicalizeMaxDots",
    "CanonicalizePermittedCNAMEs",
    "CertificateFile",
    "ChannelTimeout",
    "CheckHostIP",
    "Ciphers",
    "ClearAllForwardings",
    "Compression",
    "ConnectionAttempts",
    "ControlMaster",
    "ControlPath",
    "ControlPersist",
    "DynamicForward",
    "EnableEscapeCommandline",
    "EnableSSHKeysign",
    "EscapeChar",
    "ExitOnForwardFailure",
    "FingerprintHash",
    "ForkAfterAuthentication",
    "ForwardAgent",
    "ForwardX11",
    "ForwardX11Timeout",
    "ForwardX11Trusted",
    "GSSAPIAuthentication",
    "GSSAPIDelegateCredentials",
    "GatewayPorts",
    "HostKeyAlgorithms",
    "HostbasedAcceptedAlgorithms",
    "HostbasedAuthentication",
    "IPQoS",
    "KbdInteractiveAuthentication",
    "KbdInteractiveDevices",
    "KexAlgorithms",
    "KnownHostsCommand",
    "LocalCommand",
    "LocalForward",
    "LogLevel",
    "LogVerbose",
    "MACs",
    "NoHostAuthenticationForLocalhost",
    "NumberOfPasswordPrompts",
    "ObscureKeystrokeTiming",
    "PKCS11Provider",
    "PasswordAuthentication",
    "PermitLocalCommand",
    "PermitRemoteOpen",
    "PreferredAuthentications",
    "ProxyUseFdpass",
    "PubkeyAcceptedAlgorithms",
    "PubkeyAuthentication",
    "RekeyLimit",
    "RemoteCommand",
    "RemoteForward",
    "RequestTTY",
    "RequiredRSASize",
    "SecurityKeyProvider",
    "SendEnv",
    "SessionType",
    "SetEnv",
    "StdinNull",
    "StreamLocalBindMask",
    "StreamLocalBindUnlink",
    "SyslogFacility",
    "TCPKeepAlive",
    "Tag",
    "Tunnel",
    "TunnelDevice",
    "UpdateHostKeys",
    "VerifyHostKeyDNS",
    "VersionAddendum",
    "VisualHostKey",
    "WarnWeakCrypto",
    "XAuthLocation",
] as const;

// Old names, options of protocol 1 and the like, which OpenSSH still takes without an error. [A]
const obsolete = [
    "AFSTokenPassing",
    "ChallengeResponseAuthentication",
    "Cipher",
    "CompressionLevel",
    "DSAAuthentication",
    "FallBackToRsh",
    "GlobalKnownHostsFile2",
    "HostbasedKeyTypes",
    "KeepAlive",
    "KerberosAuthentication",
    "KerberosTGTPassing",
    "Protocol",
    "PubkeyAcceptedKeyTypes",
    "RSAAuthentication",
    "RhostsAuthentication",
    "RhostsRSAAuthentication",
    "SKeyAuthentication",
    "SmartcardDevice",
    "TISAuthentication",
    "UsePrivilegedPort",
    "UseRoaming",
    "UseRsh",
    "UserKnownHostsFile2",
] as const;

// What Apple's, Debian's, Red Hat's and Oracle's builds take beyond that. A build that does not know one of them refuses
// it; to pass over what concerns none of the options above does no harm. [I]
const vendors = [
    "DisableBanner",
    "GSSAPIClientIdentity",
    "GSSAPIKexAlgorithms",
    "GSSAPIKeyExchange",
    "GSSAPIRenewalForcesRekey",
    "GSSAPIServerIdentity",
    "GSSAPITrustDns",
    "RSAMinSize",
    "UseKeychain",
    "UseOpenSSLEngine",
] as const;

// An old name, and Debian's second and third name for one option. [A]
const aliases = new Map<string, HonouredKeyword>([
    ["identityfile2", "identityfile"],
    ["protocolkeepalives", "serveraliveinterval"],
    ["setuptimeout", "serveraliveinterval"],
]);

const honouredKeywords = new Set<string>(honoured.map((keyword) => keyword.toLowerCase()));
const otherKeywords = new Set([...passedOver, ...obsolete, ...vendors].map((keyword) => keyword.toLowerCase()));

/** What is to be done with a keyword, given in lower case. */
export function classifyKeyword(keyword: string): HonouredKeyword | "passed over" | "unknown" {
    const name = aliases.get(keyword) ?? keyword;
    if (isHonoured(name)) {
        return name;
    }
    return otherKeywords.has(name) ? "passed over" : "unknown";
}

function isHonoured(keyword: string): keyword is HonouredKeyword {
    return honouredKeywords.has(keyword);
}

/** The keywords of today's ssh_config(5), for "did you mean". */
export const currentKeywords: readonly string[] = [...honoured, ...passedOver];

const spellings = new Map(
    [...currentKeywords, ...obsolete, ...vendors].map((keyword) => [keyword.toLowerCase(), keyword]),
);

/** A keyword as ssh_config(5) spells it. */
export function spelled(keyword: string): string {
    return spellings.get(keyword) ?? keyword;
}
