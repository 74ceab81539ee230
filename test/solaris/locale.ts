/** Languages in which a host can be set up to speak. */
export type HostLocale = "C" | "de" | "ja";

/*
 * zoneadm's messages are localised [A: setlocale + gettext]. These translations are invented [U]; they only have to be
 * unlike the English text, so that a caller who forgets LC_ALL=C notices.
 */
const translations: Record<Exclude<HostLocale, "C">, [RegExp, string][]> = {
    de: [
        [/^zoneadm: zone '/, "zoneadm: Zone '"],
        [/Importing zone configuration.*/, "Zonenkonfiguration wird importiert."],
        [/Using (existing )?zone configuration on destination\./, "Zonenkonfiguration auf dem Ziel wird verwendet."],
        [/Attaching zone\./, "Zone wird angehängt."],
        [/Booting zone in 'migrating-in' mode\./, "Zone wird im Modus 'migrating-in' gestartet."],
        [/Checking migration compatibility\./, "Migrationskompatibilität wird geprüft."],
        [/Cleaning up\./, "Bereinigung läuft."],
        [/Dry-run migration successful\./, "Migrationsprobelauf erfolgreich."],
        [/Starting migration\./, "Migration wird gestartet."],
        [/Suspending zone on source host\./, "Zone auf dem Quellhost wird angehalten."],
        [/Waiting for migration to complete\./, "Warten auf Abschluss der Migration."],
        [/Migration successful\./, "Migration erfolgreich."],
        [/Halting and detaching zone.*/, "Zone wird gestoppt und abgehängt."],
        [/No such zone configured/, "Keine solche Zone konfiguriert"],
        [/another zoneadm may have an operation in progress\./, "ein anderes zoneadm ist möglicherweise aktiv."],
        [/boot failed:/, "Booten fehlgeschlagen:"],
    ],
    ja: [
        [/Importing zone configuration.*/, "ゾーン構成をインポートしています。"],
        [/Using (existing )?zone configuration on destination\./, "宛先のゾーン構成を使用しています。"],
        [/Attaching zone\./, "ゾーンを接続しています。"],
        [/Booting zone in 'migrating-in' mode\./, "ゾーンを 'migrating-in' モードでブートしています。"],
        [/Checking migration compatibility\./, "移行の互換性を確認しています。"],
        [/Cleaning up\./, "クリーンアップしています。"],
        [/Dry-run migration successful\./, "予行演習の移行が成功しました。"],
        [/Migration successful\./, "移行が成功しました。"],
        [/No such zone configured/, "そのようなゾーンは構成されていません"],
    ],
};

/** Whether a process with this environment speaks the C locale on a host whose default is `hostLocale`. */
export function speaksEnglish(environment: Record<string, string | undefined>, hostLocale: HostLocale): boolean {
    const chosen = [environment.LC_ALL, environment.LC_MESSAGES, environment.LANG].find(
        (value) => value !== undefined && value !== "",
    );
    const locale = chosen ?? hostLocale;
    return hostLocale === "C" || locale.startsWith("C") || locale === "POSIX" || locale.startsWith("en");
}

/** A message in the host's own language. */
export function localised(text: string, locale: HostLocale): string {
    if (locale === "C") {
        return text;
    }
    return translations[locale].reduce((result, [english, own]) => result.replace(english, own), text);
}
