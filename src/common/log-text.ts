/**
 * What a build server takes for the beginning of a command wherever it stands in its log: `##[…]` of GitHub and Azure,
 * `##vso[…]`, `##teamcity[…]`, `::name …::` of GitHub, and the parts that GitLab folds. Without its last character it is
 * none.
 */
export const LOG_COMMANDS = /##(?=\w*\[)|::(?=[a-z])|section_(?:start|end)(?=:\d+:)/gi;
/** GitHub trims the line first, and looks for the two marks. */
const LINE_BEGINS = /^([^\S\n]*:)(?=:)/gm;

/** Lines for people in which nothing is a command to a build server: a blank takes it apart. */
export function logText(text: string): string {
  return text
    .replaceAll(LOG_COMMANDS, (command) => `${command.slice(0, -1)} ${command.slice(-1)}`)
    .replaceAll(LINE_BEGINS, '$1 ');
}
