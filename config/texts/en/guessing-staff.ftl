# Guessing: what agents read in the staff room.

desk-guessing-account =
    🛡 Somebody is guessing orders on { $where }: { $failed } wrong tries since { $since }, by { $buyers ->
        [one] one buyer
       *[other] { $buyers } buyers
    } at { $orders ->
        [one] one order number
       *[other] { $orders } order numbers
    } ({ $shops }).
desk-guessing-order = 🛡 { $buyers } different people are trying order { $number }: { $failed } wrong tries since { $since }.
desk-guessing-buyer = 🛡 { $buyer } ({ $where }) has tried { $orders } order numbers since { $since }, { $failed } wrong tries.
desk-guessing-does-account-checks = What I do: who has not proven an order yet passes an automatic check before I look, and waits after a few wrong tries. Known buyers notice nothing.
desk-guessing-does-account = What I do: who has not proven an order yet waits longer after a few wrong tries. Known buyers notice nothing.
desk-guessing-does-order = What I do: this order locks after a few wrong tries, longer each time. If its real buyer comes, please check his payment.
desk-guessing-does-buyer = What I do: he waits after a few wrong tries, longer each time. He may be a real buyer with the wrong number: if he asks for a person, have a look.
desk-guessing-later = Nothing for you to do. I change this message when it stops.
desk-guessing-no-shop = numbers of no shop of ours
desk-guessing-account-over =
    ✅ Nobody is guessing orders on { $where } any more. Since { $since }: { $failed } wrong tries by { $buyers ->
        [one] one buyer
       *[other] { $buyers } buyers
    } at { $orders ->
        [one] one order number
       *[other] { $orders } order numbers
    }. Everybody can look up orders as usual again.
desk-guessing-order-over = ✅ Nobody is trying order { $number } any more. Since { $since }: { $failed } wrong tries by { $buyers } different people.
desk-guessing-buyer-over = ✅ { $buyer } ({ $where }) has stopped. Since { $since }: { $failed } wrong tries at { $orders } order numbers.
desk-refused-check-first = Waiting for an automatic check (somebody is guessing orders just now); then the look-up goes on.
