import { configurationStories } from "./configurationStories";
import { describeStories } from "./tell";

describeStories("what must match between the zone and its configuration on the target", configurationStories);
