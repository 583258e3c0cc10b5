/**
 * A file that breaks off or contradicts itself, thrown by the readers of container formats and turned
 * into a diagnostic by `readSpreadsheet`. The message completes "The workbook is damaged: …".
 */
export class DamagedFile extends Error {}
