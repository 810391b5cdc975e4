CREATE TABLE "firekeep_index" (
	"type" text collate "C" NOT NULL,
	"parameter" text collate "C" NOT NULL,
	"number" smallint NOT NULL,
	"kind" text NOT NULL,
	"fingerprint" text NOT NULL,
	"state" text NOT NULL,
	"cursor" text collate "C",
	CONSTRAINT "firekeep_index_pkey" PRIMARY KEY("type","number")
);
--> statement-breakpoint
CREATE TABLE "firekeep_stale" (
	"type" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	CONSTRAINT "firekeep_stale_pkey" PRIMARY KEY("type","id")
);
