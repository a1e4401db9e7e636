import type { ItemOf } from "@servicecoin/indexer/client";
import { Link } from "@tanstack/react-router";
import { useText } from "../../i18n/text.ts";
import { Amount } from "../../ui/Amount.tsx";
import { Stranger } from "../../ui/Stranger.tsx";
import { Rating } from "./Rating.tsx";
import styles from "./ServiceCard.module.css";

export type Service = ItemOf<"/services">;

/** A service in a list. */
export function ServiceCard({ service }: { service: Service }) {
  const { discover } = useText();
  const { id, name, description, category, price, unit, rating, active } = service;
  return (
    <article className={styles["card"]}>
      <h3 className={styles["name"]}>
        <Link to="/services/$id" params={{ id: String(id) }} className={styles["link"]}>
          {name === null ? discover.unnamed(id) : <Stranger text={name} />}
        </Link>
      </h3>
      <p className={styles["about"]}>
        {category !== null && (
          <span className={styles["tag"]}>
            <Stranger text={category} />
          </span>
        )}
        {!active && <span className={styles["tag"]}>{discover.paused}</span>}
        <Rating rating={rating} />
      </p>
      {description !== null && (
        <p className={styles["description"]}>
          <Stranger text={description} />
        </p>
      )}
      <p className={styles["price"]}>
        {price === null ? (
          discover.noPrice
        ) : (
          <>
            <Amount value={price} />
            {unit !== null && (
              <small>
                {" / "}
                <Stranger text={unit} />
              </small>
            )}
          </>
        )}
      </p>
    </article>
  );
}
