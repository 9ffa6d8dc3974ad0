import type { Operation } from "#web/operation.ts";
import type { FeedDeps } from "#catalogue/feeds/feed-deps.ts";
import { decideFeedRun } from "./decide-feed-run.ts";
import { deleteFeed } from "./delete-feed.ts";
import { getFeed } from "./get-feed.ts";
import { getFeedRun } from "./get-feed-run.ts";
import { listFeedRuns } from "./list-feed-runs.ts";
import { listFeeds } from "./list-feeds.ts";
import { putFeed } from "./put-feed.ts";
import { startFeedRun } from "./start-feed-run.ts";

/** Everything that the API can do with product feeds, a line each. */
export function feedOperations(deps: FeedDeps): readonly Operation[] {
  return [
    listFeeds(deps),
    getFeed(deps),
    putFeed(deps),
    deleteFeed(deps),
    startFeedRun(deps),
    listFeedRuns(deps),
    getFeedRun(deps),
    decideFeedRun(deps),
  ];
}
