/* Lets SQLite add up the lengths of all values in columns of a table, on one thread, with the file mapped into memory:
   the least that reading them costs.
   usage: scan DATABASE TABLE COLUMN...   prints rows, bytes and seconds
          scan --version                  prints SQLite's version */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void check(sqlite3 *database, int code, int expected) {
    if (code != expected) {
        fprintf(stderr, "scan: %s\n", sqlite3_errmsg(database));
        exit(1);
    }
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int count, char **words) {
    if (count == 2 && strcmp(words[1], "--version") == 0) {
        puts(sqlite3_libversion());
        return 0;
    }
    if (count < 4) {
        fprintf(stderr, "usage: scan DATABASE TABLE COLUMN...\n");
        return 2;
    }
    sqlite3_str *sql = sqlite3_str_new(NULL);
    sqlite3_str_appendall(sql, "SELECT count(*), 0");
    for (int i = 3; i < count; i++) sqlite3_str_appendf(sql, " + total(length(\"%w\"))", words[i]);
    sqlite3_str_appendf(sql, " FROM \"%w\" NOT INDEXED", words[2]);
    char *text = sqlite3_str_finish(sql);

    sqlite3 *database;
    check(NULL, sqlite3_open_v2(words[1], &database, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    check(database, sqlite3_exec(database, "PRAGMA mmap_size = 1099511627776", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_stmt *statement;
    check(database, sqlite3_prepare_v2(database, text, -1, &statement, NULL), SQLITE_OK);
    double start = now();
    check(database, sqlite3_step(statement), SQLITE_ROW);
    double seconds = now() - start;
    printf("%lld %.0f %f\n", sqlite3_column_int64(statement, 0), sqlite3_column_double(statement, 1), seconds);
    sqlite3_finalize(statement);
    sqlite3_close(database);
    sqlite3_free(text);
    return 0;
}
