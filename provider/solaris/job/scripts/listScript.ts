import { prelude } from "./prelude";

/**
 * Lists the jobs that nobody has finished yet. Arguments: mark. Says `now TIME`, and for each job `job ZONE,ID`, then
 * `request LINE`, `status STEP CODE` or `alive` or `dead`, and `log LINE`; at the end `end`.
 */
export const listScript = `${prelude}
say "now $(/usr/bin/date -u '+%Y-%m-%dT%H:%M:%SZ')"
if safe && cd "$base" 2>/dev/null; then
    for job in *,*; do
        if [ ! -d "$job" ] || [ -f "$job/collected" ]; then
            continue
        fi
        say "job $job"
        if [ -f "$job/request" ]; then
            while IFS= read -r line; do
                say "request $line"
            done <"$job/request"
        fi
        pid=
        if [ -f "$job/pid" ]; then
            read -r pid rest <"$job/pid"
        fi
        state=alive
        if [ -z "$pid" ]; then
            state=starting
        elif [ ! -f "$job/status" ] && surely_dead "$pid" "\${job##*,}" "$job"; then
            state=dead
        fi
        if [ -f "$job/status" ]; then
            read -r status <"$job/status"
            state="status $status"
        fi
        say "$state"
        if [ -f "$job/log" ]; then
            /usr/bin/tail -40 "$job/log" | {
                line=
                while IFS= read -r line; do
                    say "log $line"
                done
                if [ -n "$line" ]; then
                    say "log $line"
                fi
            }
        fi
    done
elif [ -d "$base" ] || [ -f "$base" ] || [ -L "$base" ]; then
    say "unsafe $base: $seen"
fi
say end
`;
