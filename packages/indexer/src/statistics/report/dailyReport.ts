import type { Reader } from "../../query/reader.js";
import { statisticsCsv } from "../csv.js";
import { readReportData } from "./reportData.js";
import { reportHtml } from "./reportHtml.js";
import { reportText } from "./reportText.js";
import type { Statistics } from "../schema.js";

/** A daily report in all its forms. */
export interface DailyReport {
  /** The figures of the day. */
  statistics: Statistics;
  /** Plain text for a terminal or a mail. */
  text: string;
  /** A row of the day and one of each of its hours, with every figure. */
  csv: string;
  /** One page that requests nothing. */
  html: string;
}

/**
 * Reports on a day.
 * @param day Such as 2026-11-29, in UTC.
 * @throws InvalidPeriod for what is no day; PeriodError for a day that has not begun at the last block of the index
 */
export async function dailyReport(reader: Reader, day: string): Promise<DailyReport> {
  const data = await readReportData(reader, day);
  return {
    statistics: data.day,
    text: reportText(data),
    csv: statisticsCsv([data.day, ...data.hours]),
    html: reportHtml(data),
  };
}
