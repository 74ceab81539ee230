import { zoneStories } from "./zoneStories";
import { describeStories } from "./tell";

describeStories("what the zone itself is or does", zoneStories);
