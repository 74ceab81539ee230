import { quoteArgument } from "../../../transport/commands/quote";
import { following } from "./followScript";
import { prelude } from "./prelude";

/**
 * Makes the job's directory, starts the job detached from this session, and follows its log.
 *
 * Arguments: mark, zone, id. Says `unsafe REASON` or `refused REASON` where nothing was started, `started PID`, `log LINE`,
 * and at the end `status STEP CODE` or `died`.
 */
export function startScript(request: readonly string[], job: string): string {
    return `${prelude}
zone=$1
id=$2
/usr/bin/mkdir -m 700 "$base" 2>/dev/null
if ! safe_parent; then
    say "unsafe $seen"
    exit 0
fi
if ! safe; then
    if [ -d "$base" ] || [ -f "$base" ] || [ -L "$base" ]; then
        say "unsafe $base: $seen"
    else
        say "refused $base cannot be made"
    fi
    exit 0
fi
refuse() {
    say "refused $*"
    cd "$base" && /usr/bin/rm -rf "$zone,$id"
    exit 0
}
cd "$base" || refuse "$base cannot be entered"
/usr/bin/mkdir "$zone,$id" 2>/dev/null || refuse "$base cannot be written"
cd "$zone,$id" || refuse "$base/$zone,$id cannot be entered"
{
    printf '%s\\n' ${request.map(quoteArgument).join(" ")} &&
        printf '%s\\n' "since=$(/usr/bin/date -u '+%Y-%m-%dT%H:%M:%SZ')" "client=\${SSH_CLIENT%% *}"
} >request || refuse "$base/$zone,$id cannot be written"
printf '%s' ${quoteArgument(job)} >"job-$id" || refuse "$base/$zone,$id cannot be written"
true >log || refuse "$base/$zone,$id cannot be written"
if [ ! -x /usr/bin/nohup ]; then
    refuse "there is no /usr/bin/nohup"
fi
if ! shown $$ sh; then
    refuse "/usr/bin/ps does not tell what runs"
fi
/usr/bin/nohup /bin/sh "./job-$id" </dev/null >/dev/null 2>&1 &
pid=$!
say "started $pid"
${following}`;
}
