import { shorten } from "../../../../provider/transport/commands/shorten";

it.each([
    ["installing packages", 19, "installing packages"],
    ["installing all packages", 22, "installing all ..."],
    ["installing all packages", 18, "installing all ..."],
    ["installing all packages", 17, "installing ..."],
    ["log: /var/log/zones/zoneadm.kz.install", 22, "log: /var/log/zones..."],
    ["/var/log/zones/zoneadm.kz.install", 17, "/var/log/zones..."],
])("%j in %d characters is %j", (text, longest, short) => {
    expect(shorten(text, longest)).toBe(short);
    expect(short.length).toBeLessThanOrEqual(longest);
});
