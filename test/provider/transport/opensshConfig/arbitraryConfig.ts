import fc from "../../../fuzz";

/** A generated configuration: the main file's text, and those of the files that it can include. */
export interface ArbitraryConfig {
    readonly main: string;
    readonly included: readonly string[];
}

/** Names to try each of the generated configurations with. */
export const triedNames = ["a", "web1", "web2.example.com", "DB", "10.0.0.1"];

/** The names under which the included files are stored, below `~/.ssh`. */
export const includedNames = ["inc0.conf", "inc1.conf", "sub/inc2.conf"];

const spacing = fc.constantFrom("", "    ", "\t", "  \t");
const separator = fc.constantFrom(" ", " ", " ", "\t", "  ", "=", " = ", " =", "= ");
const ending = fc.constantFrom("", "", "", "", " ", " # a comment", "\t#c", "\r");

const pattern = fc.oneof(
    fc.constantFrom("a", "web1", "web2.example.com", "DB", "db", "10.0.0.1", "web*", "*.example.com", "*", "?", "??"),
    fc.constantFrom("web?", "*1", "*.*", "w*b*1", "10.0.0.?", "x.example.com", "web9", "*a*", "WEB1", "**"),
);

const negatable = fc.tuple(fc.constantFrom("", "", "", "!"), pattern).map(([negation, text]) => negation + text);

/** A word as it can stand in a line: bare, or in quotes of either kind, or in part. */
function quoted(word: fc.Arbitrary<string>): fc.Arbitrary<string> {
    return fc
        .tuple(word, fc.constantFrom("bare", "bare", "bare", "double", "single", "part"))
        .map(([text, quoting]) => {
            switch (quoting) {
                case "double":
                    return `"${text}"`;
                case "single":
                    return `'${text}'`;
                case "part":
                    return `${text.slice(0, 1)}"${text.slice(1)}"`;
                default:
                    return text;
            }
        });
}

const path = fc.constantFrom("~/.ssh/k1", "/tmp/k2", "~/%h", "/tmp/%n-%p-%r", "~/.ssh/%u", "/%%/x", "%d/y", "/tmp/k#3");
const expandedPath = fc.oneof(
    path,
    fc.constantFrom("~/%C", "/tmp/%k.%L.%l.%i", "~/${TEST_NAME}/x", "/a/${TEST_EMPTY}b"),
);

const flag = fc.constantFrom("yes", "no", "true", "False", "YES");
const time = fc.constantFrom("1", "30", "1m", "1m30s", "2h5", "1D", "none", "0", "+5", "10s10s");

const values: Readonly<Record<string, fc.Arbitrary<string>>> = {
    HostName: quoted(fc.constantFrom("%h.example.com", "Web9", "10.0.0.1", "10.1", "x%%y", "a", "%h")),
    Port: quoted(fc.constantFrom("22", "2022", "65535", "08", "+7")),
    User: quoted(fc.constantFrom("alice", "bob", "root", "x#y", "a=b")),
    IdentityFile: quoted(fc.oneof(path, fc.constantFrom("none"))),
    IdentityAgent: quoted(
        fc.oneof(expandedPath, fc.constantFrom("none", "SSH_AUTH_SOCK", "$TEST_NAME", "$TEST_UNSET_X")),
    ),
    IdentitiesOnly: quoted(flag),
    UserKnownHostsFile: fc.array(quoted(expandedPath), { minLength: 1, maxLength: 3 }).map((list) => list.join(" ")),
    GlobalKnownHostsFile: fc.constantFrom("none", "/etc/a /etc/b", "~/g", "\"/etc/q\" '/etc/r'"),
    StrictHostKeyChecking: quoted(fc.constantFrom("yes", "no", "ask", "accept-new", "off", "True")),
    HostKeyAlias: quoted(fc.constantFrom("Alias", "other", "%h")),
    ProxyJump: fc.constantFrom(
        "b1",
        "u@b1:2201",
        "b1,b2",
        "ssh://u@b3:2203",
        "[::1]:22",
        "10.0.0.1",
        "x,ssh://y/",
        "b1 # c",
    ),
    ProxyCommand: fc.constantFrom("none", "NONE", "/bin/false %h", "none # c"),
    ConnectTimeout: quoted(time),
    ServerAliveInterval: quoted(time),
    ServerAliveCountMax: quoted(fc.constantFrom("1", "5", "0")),
    HashKnownHosts: quoted(flag),
    RevokedHostKeys: quoted(fc.constantFrom("/etc/revoked", "none", "/r/x")),
    CanonicalizeHostname: quoted(fc.constantFrom("no", "yes")),
    IgnoreUnknown: quoted(fc.constantFrom("nonsense", "non*,!nonsuch", "*")),
    // Of the options that are passed over, those whose values OpenSSH does not look at while it reads them.
    LocalCommand: fc.constantFrom("echo \"%h\" 'x' # y"),
    Protocol: fc.constantFrom("2", "2,1 x"),
};

/** A keyword and what parts it from its value. Behind a quoted one, OpenSSH takes `=` for a part of the value. */
const keywordAnd = (keyword: string): fc.Arbitrary<string> =>
    fc.oneof(
        {
            weight: 9,
            arbitrary: fc
                .tuple(fc.constantFrom(keyword, keyword.toLowerCase(), keyword.toUpperCase()), separator)
                .map((parts) => parts.join("")),
        },
        { weight: 1, arbitrary: fc.constantFrom(`"${keyword}" `, `"${keyword}"`, `"${keyword}"\t`) },
    );

const option = fc
    .constantFrom(...Object.keys(values))
    .chain((keyword) => fc.tuple(keywordAnd(keyword), values[keyword]!))
    .map((parts) => parts.join(""));

const hostLine = fc
    .tuple(keywordAnd("Host"), fc.array(quoted(negatable), { minLength: 1, maxLength: 3 }))
    .map(([keyword, patterns]) => `${keyword}${patterns.join(" ")}`);

const criterion = fc.oneof(
    fc
        .tuple(
            fc.constantFrom("host", "originalhost", "HOST", "!host", "!OriginalHost"),
            fc.constantFrom(" ", "=", " ="),
            fc.array(negatable, { minLength: 1, maxLength: 3 }).map((list) => list.join(",")),
            fc.boolean(),
        )
        .map(([name, between, list, quotes]) => `${name}${between}${quotes ? `"${list}"` : list}`),
    fc.constantFrom("user alice", "user root,b*", "!user bob", "localuser root", "!localuser root", "user x,!alice,*"),
    fc.constantFrom("final", "!final", "canonical", "!canonical"),
);

const matchLine = fc.oneof(
    fc.array(criterion, { minLength: 1, maxLength: 3 }).map((list) => `Match ${list.join(" ")}`),
    fc.constantFrom("Match all", "Match !all", "match final all", "Match canonical ALL", "Match user alice all"),
);

const includeLine = fc
    .array(
        fc.constantFrom(...includedNames, "inc*.conf", "*/inc?.conf", "absent", "inc[01].conf", "~/.ssh/inc1.conf"),
        {
            minLength: 1,
            maxLength: 2,
        },
    )
    .map((list) => `Include ${list.join(" ")}`);

// Each of them makes `ssh` refuse the whole configuration, or pass over the line.
const odd = fc.constantFrom(
    "Nonsense yes",
    "Nonsuch",
    'User "open',
    "User a b",
    "Port 0",
    "Port x",
    "ConnectTimeout 5 m",
    "Match",
    "Match host",
    "Match all host a",
    "Match nonsense a",
    'Host ""',
    "Host # nobody",
    "Host",
    '"Host a',
    "ProxyJump :22",
    "IdentitiesOnly 1",
    "HostName %p",
    "UserKnownHostsFile /a none",
    "= Port 23",
);

const line = fc.oneof(
    { weight: 12, arbitrary: option },
    { weight: 1, arbitrary: fc.constantFrom("", "# a comment", "   ", "#Host *") },
);

const block = fc
    .tuple(
        fc.oneof(
            { weight: 3, arbitrary: hostLine },
            { weight: 3, arbitrary: matchLine },
            { weight: 1, arbitrary: line },
        ),
        fc.array(fc.oneof({ weight: 8, arbitrary: line }, { weight: 1, arbitrary: includeLine }), { maxLength: 5 }),
    )
    .map(([head, lines]) => [head, ...lines]);

function text(maxBlocks: number): fc.Arbitrary<string> {
    const blocks = fc.array(block, { maxLength: maxBlocks });
    return blocks
        .chain((list) => fc.tuple(...list.flat().map((each) => fc.tuple(spacing, fc.constant(each), ending))))
        .map((lines) => lines.map((parts) => parts.join("")).join("\n"));
}

/** Files that include others do so in one direction only, but now and then. */
const includedText = fc.tuple(text(2), text(2), text(2)).map((texts) =>
    texts.map((each, index) =>
        each
            .split("\n")
            .filter((each) => !/include/i.test(each))
            .concat(index < 1 ? ["Include sub/inc2.conf"] : [])
            .join("\n"),
    ),
);

/** Configurations that are mostly valid; one in eight has an odd line somewhere. */
export const arbitraryConfig: fc.Arbitrary<ArbitraryConfig> = fc
    .record({
        main: text(5),
        included: includedText,
        odd: fc.oneof({ weight: 7, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: odd }),
        at: fc.nat(40),
    })
    .map(({ main, included, odd: oddLine, at }) => {
        const lines = main.split("\n");
        if (oddLine !== null) {
            lines.splice(at % (lines.length + 1), 0, oddLine);
        }
        return { main: `${lines.join("\n")}\n`, included };
    });
