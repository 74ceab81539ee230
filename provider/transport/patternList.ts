// OpenSSH's own bound (match.c): it takes a list with a longer pattern for one that does not match.
const longestPattern = 1022;

/**
 * Whether a list of patterns covers a name, as OpenSSH's match_pattern_list decides it: patterns separated by commas,
 * with `*` and `?`, negated by a leading `!`. One negated match rules the name out, wherever it stands in the list.
 * Upper and lower case are not told apart here; bring both to the same case before.
 */
export function matchesPatternList(patterns: string, name: string): boolean {
    let matched = false;
    for (const each of patterns.split(",")) {
        const negated = each.startsWith("!");
        const pattern = negated ? each.slice(1) : each;
        if (pattern.length > longestPattern) {
            return false;
        }
        if (matchesPattern(pattern, name)) {
            if (negated) {
                return false;
            }
            matched = true;
        }
    }
    return matched;
}

/**
 * Whether one pattern with `*` and `?` matches a whole name. No regular expression: those take exponential time, or the
 * square of the name's length, for patterns such as `*a*a*a*b`. Here only the last `*` is ever gone back to.
 */
export function matchesPattern(pattern: string, name: string): boolean {
    let inPattern = 0;
    let inName = 0;
    let afterStar: number | undefined;
    let resumeAt = 0;
    while (inName < name.length) {
        const wanted = pattern[inPattern];
        if (wanted === "*") {
            inPattern++;
            afterStar = inPattern;
            resumeAt = inName;
        } else if (wanted !== undefined && (wanted === "?" || wanted === name[inName])) {
            inPattern++;
            inName++;
        } else if (afterStar !== undefined) {
            // The last `*` takes one character more; what an earlier one took need not change.
            resumeAt++;
            inPattern = afterStar;
            inName = resumeAt;
        } else {
            return false;
        }
    }
    while (pattern[inPattern] === "*") {
        inPattern++;
    }
    return inPattern === pattern.length;
}
