/** What most often keeps a connection from being made. */
export type ConnectObstacle = "unknownName" | "refused" | "noAnswer" | "noRoute";

const wordings: readonly { readonly obstacle: ConnectObstacle; readonly said: RegExp }[] = [
    { obstacle: "unknownName", said: /\b(?:ENOTFOUND|EAI_[A-Z]+)\b|not known|name resolution|unknown host/i },
    { obstacle: "refused", said: /\bECONNREFUSED\b|connection refused/i },
    { obstacle: "noAnswer", said: /\bETIMEDOUT\b|timed out|no answer within/i },
    { obstacle: "noRoute", said: /\bE(?:HOST|NET)UNREACH\b|no route to host|unreachable/i },
];

/**
 * What is in the way by the words of the system, of a host in between or of our own clock; undefined where it is something
 * else.
 */
export function connectObstacleIn(text: string): ConnectObstacle | undefined {
    return wordings.find(({ said }) => said.test(text))?.obstacle;
}
