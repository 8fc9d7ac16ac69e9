// Numbers in words. What is not known is a dash.

/** Returns seconds, as “0.31 s” or “2 min 5 s”. */
export function seconds(value) {
  if (value === null || value === undefined) return "–";
  if (value < 10) return `${value.toFixed(2)} s`;
  if (value < 60) return `${value.toFixed(1)} s`;
  const whole = Math.round(value);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** Returns tokens a second, as “92.1 tok/s”. */
export function rateWords(value) {
  if (value === null || value === undefined) return "–";
  return `${value < 100 ? value.toFixed(1) : Math.round(value)} tok/s`;
}

/** Returns a count with its thousands apart, as “12,345”. */
export function count(value) {
  if (value === null || value === undefined) return "–";
  return value.toLocaleString("en-US");
}

/** Returns a count with its noun, as “1 vote” or “3 votes”. */
export function counted(value, noun) {
  return `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
}

/** Returns a time of day by this computer's clock, of seconds since 1970. */
export function timeOfDay(time) {
  const date = new Date(time * 1000);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, "0")).join(":");
}
