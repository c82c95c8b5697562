/**
 * Loaded into ttpd with `node --import`: lets the ledger grow by DISK_PAGES pages and no further. SQLite itself then
 * says that the disk is full, as it does when it is.
 */
import { DatabaseSync } from 'node:sqlite';

const exec = DatabaseSync.prototype.exec;
DatabaseSync.prototype.exec = function (this: DatabaseSync, sql) {
  exec.call(this, sql);
  if (!sql.includes('journal_mode = wal')) return;
  const pages = Number(Object.values(this.prepare('pragma page_count').get() ?? {})[0]);
  exec.call(this, `pragma max_page_count = ${pages + Number(process.env.DISK_PAGES)}`);
};
