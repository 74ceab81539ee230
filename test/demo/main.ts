import { describeEngineOrigin } from "../engine/engine";
import { NoEngineError, provideEngine } from "../engine/findEngine";
import { movePlay } from "./movePlay";
import { Narrator } from "./narrator";
import { Interrupted, type Play, Stage } from "./stage";
import { zoneAsCodePlay } from "./zoneAsCodePlay";

const plays: readonly Play[] = [movePlay, zoneAsCodePlay];

/** The play that is asked for; the first where none is named. */
function chosenPlay([name, ...more]: readonly string[]): Play | undefined {
    return more.length > 0 ? undefined : plays.find((play) => play.name === (name ?? movePlay.name));
}

async function main(): Promise<void> {
    const play = chosenPlay(process.argv.slice(2));
    if (play === undefined) {
        console.error(
            ["usage: npm run demo [-- PLAY]", ...plays.map(({ name, title }) => `  ${name}: ${title}`)].join("\n"),
        );
        process.exitCode = 2;
        return;
    }
    console.log(`pulumi-solaris: ${play.title}.\n`);
    const engine = await provideEngine();
    console.log(`The Pulumi CLI of this demo: ${describeEngineOrigin(engine)}`);
    const started = performance.now();
    const narrator = new Narrator((text) => console.log(text));
    await Stage.perform(play, narrator);
    process.exitCode = narrator.conclude(Math.round((performance.now() - started) / 1000)) ? 0 : 1;
    for (const { name, title } of plays.filter((other) => other !== play)) {
        console.log(`To see more: npm run demo${name === movePlay.name ? "" : ` -- ${name}`}   (${title})`);
    }
}

main().catch((error: unknown) => {
    if (error instanceof Interrupted) {
        console.error(error.message);
        // What was interrupted half-way may still hold something open.
        process.exit(130);
    }
    console.error(error instanceof NoEngineError ? error.message : error);
    process.exitCode = 1;
});
