-- One number for every write of the whole database: meta.versionId of resources.
create sequence "firekeep_txid" as bigint;
--> statement-breakpoint
-- What is not a resource: codes, tokens, counters, keys. Times are milliseconds since 1970 of the server's clock.
create table "firekeep_record" (
	"kind" text collate "C" not null,
	"key" text collate "C" not null,
	"group_key" text collate "C",
	"value" json not null,
	"uses" integer default 0 not null,
	"created_at" bigint not null,
	"expires_at" bigint,
	"last_used_at" bigint,
	"previously_used_at" bigint,
	constraint "firekeep_record_pkey" primary key ("kind", "key")
) with (fillfactor = 85);
--> statement-breakpoint
create index "firekeep_record_group" on "firekeep_record" ("kind", "group_key") where "group_key" is not null;
--> statement-breakpoint
create index "firekeep_record_expiry" on "firekeep_record" ("expires_at") where "expires_at" is not null;
