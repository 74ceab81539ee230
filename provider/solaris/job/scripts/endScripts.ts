import { quoteArgument } from "../../../transport/commands/quote";
import { prelude } from "./prelude";

// Finished jobs that failed are kept for a person to look at: so many for each zone.
const keptPerZone = 5;

/** Asks a job not to begin another step. What is running is not touched. Arguments: mark, zone, id. Says `end`. */
export const stopScript = `${prelude}
zone=$1
id=$2
if safe && cd "$base/$zone,$id" 2>/dev/null; then
    true >stop
fi
say end
`;

/** Removes a job whose work is done. Arguments: mark, zone, id. Says `end`. */
export const removeScript = `${prelude}
zone=$1
id=$2
if safe && cd "$base" 2>/dev/null && /usr/bin/rm -rf "$zone,$id"; then
    say end
fi
`;

/**
 * Runs the last command of a job whose work is done, and removes the job if that has succeeded; exits as the command does,
 * and passes on what it prints. Arguments: mark, zone, id.
 */
export function finishScript(command: readonly string[]): string {
    return `${prelude}
zone=$1
id=$2
${command.map(quoteArgument).join(" ")} </dev/null || exit
if safe && cd "$base" 2>/dev/null; then
    /usr/bin/rm -rf "$zone,$id"
fi
exit 0
`;
}

/** Keeps a job that failed, for a person to look at, and removes the oldest of those. Arguments: mark, zone, id. */
export const keepScript = `${prelude}
zone=$1
id=$2
if safe && cd "$base" 2>/dev/null && [ -d "$zone,$id" ]; then
    true >"$zone,$id/collected" || exit 1
    count=0
    for job in $(/usr/bin/ls -1t); do
        case $job in
            "$zone,"*)
                if [ -f "$job/collected" ]; then
                    count=$((count + 1))
                    if [ "$count" -gt ${keptPerZone} ]; then
                        /usr/bin/rm -rf "$job"
                    fi
                fi
                ;;
        esac
    done
fi
say end
`;
