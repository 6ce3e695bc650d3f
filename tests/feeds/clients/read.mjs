// Reads an .ics file with ical.js (Thunderbird's parser) and node-ical, and prints what each found:
// for every event its uid, title, and first and last moment (a day as YYYY-MM-DD, an instant in UTC).
import { readFileSync } from "node:fs";
import ICAL from "ical.js";
import nodeIcal from "node-ical";

const text = readFileSync(process.argv[2], "utf8");

function byThunderbird() {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const moment = (time) =>
    time.isDate ? time.toString() : time.toJSDate().toISOString().replace(".000", "");
  return calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return [event.uid, event.summary, moment(event.startDate), moment(event.endDate)];
  });
}

function byNode() {
  const moment = (date) => {
    if (!date.dateOnly) return date.toISOString().replace(".000", "");
    const two = (number) => String(number).padStart(2, "0");
    return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  };
  return Object.values(nodeIcal.sync.parseICS(text))
    .filter((one) => one.type === "VEVENT")
    .map((one) => [one.uid, one.summary, moment(one.start), moment(one.end)]);
}

console.log(JSON.stringify({ "ical.js": byThunderbird(), "node-ical": byNode() }));
