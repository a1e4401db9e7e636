// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {DealStatus} from "../../contracts/types/Deal.sol";
import {Escrow, openedEscrow} from "../../contracts/types/Escrow.sol";
import {VM, bound} from "../fixtures/Vm.sol";

contract EscrowTest {
    uint256 private constant MAX = type(uint96).max;

    /// @dev The lanes as separate numbers.
    struct Lanes {
        uint256 funded;
        uint256 paid;
        uint256 markedAt;
        uint256 status;
    }

    function testFuzz_layout(Lanes memory seed) external pure {
        (Escrow escrow, Lanes memory lanes) = _escrow(seed);
        _assertLanes(escrow, lanes);
    }

    function testFuzz_openedHoldsTheAmountOnly(uint96 amount) external pure {
        _assertLanes(openedEscrow(amount), Lanes(amount, 0, 0, uint256(DealStatus.Open)));
        VM.assertTrue(!openedEscrow(amount).isNone(), "opened, so not none");
    }

    function testFuzz_onlyAnEmptyWordIsNone(uint256 word) external pure {
        VM.assertEq(Escrow.wrap(word).isNone(), word == 0, "isNone");
        VM.assertTrue(Escrow.wrap(0).isNone(), "isNone of zero");
        VM.assertTrue(!Escrow.wrap(0).withStatus(DealStatus.Closed).isNone(), "a void deal is not none");
    }

    function testFuzz_fundChangesFundedOnly(Lanes memory seed, uint256 amount) external pure {
        (Escrow escrow, Lanes memory lanes) = _escrow(seed);
        amount = bound(amount, 0, MAX - lanes.funded);
        lanes.funded += amount;
        _assertLanes(escrow.fund(amount), lanes);
    }

    function testFuzz_roomCanBeFilled(Lanes memory seed) external pure {
        (Escrow escrow, Lanes memory lanes) = _escrow(seed);
        VM.assertEq(escrow.room(), MAX - lanes.funded, "room");
        lanes.funded = MAX;
        _assertLanes(escrow.fund(escrow.room()), lanes);
        VM.assertEq(escrow.fund(escrow.room()).room(), 0, "room when full");
    }

    function testFuzz_payChangesPaidOnly(Lanes memory seed, uint256 amount) external pure {
        (Escrow escrow, Lanes memory lanes) = _escrow(seed);
        amount = bound(amount, 0, lanes.funded - lanes.paid);
        lanes.paid += amount;
        _assertLanes(escrow.pay(amount), lanes);
    }

    function testFuzz_giveBackChangesFundedOnly(Lanes memory seed, uint256 amount) external pure {
        (Escrow escrow, Lanes memory lanes) = _escrow(seed);
        amount = bound(amount, 0, lanes.funded - lanes.paid);
        lanes.funded -= amount;
        _assertLanes(escrow.giveBack(amount), lanes);
    }

    function testFuzz_allThatIsLeftCanLeave(Lanes memory seed, uint256 part) external pure {
        (Escrow escrow, Lanes memory lanes) = _escrow(seed);
        part = bound(part, 0, lanes.funded - lanes.paid);
        uint256 rest = lanes.funded - lanes.paid - part;
        (lanes.funded, lanes.paid) = (lanes.funded - rest, lanes.paid + part);
        escrow = escrow.giveBack(rest).pay(part);
        _assertLanes(escrow, lanes);
        VM.assertEq(escrow.left(), 0, "left");
    }

    function testFuzz_withStatusChangesTheStatusOnly(Lanes memory seed, uint8 next) external pure {
        (Escrow escrow, Lanes memory lanes) = _escrow(seed);
        lanes.status = next % 5;
        _assertLanes(escrow.withStatus(DealStatus(lanes.status)), lanes);
    }

    function testFuzz_markChangesTimeAndStatusOnly(Lanes memory seed, uint8 next, uint40 time) external pure {
        (Escrow escrow, Lanes memory lanes) = _escrow(seed);
        (lanes.status, lanes.markedAt) = (next % 5, time);
        _assertLanes(escrow.mark(DealStatus(lanes.status), time), lanes);
    }

    /// @dev Returns any lanes with `paid <= funded`, packed by multiplication.
    function _escrow(Lanes memory seed) private pure returns (Escrow escrow, Lanes memory lanes) {
        lanes.funded = bound(seed.funded, 0, MAX);
        lanes.paid = bound(seed.paid, 0, lanes.funded);
        lanes.markedAt = bound(seed.markedAt, 0, type(uint40).max);
        lanes.status = bound(seed.status, 0, 4);
        uint256 word = lanes.funded + lanes.paid * 2 ** 96 + lanes.markedAt * 2 ** 192 + lanes.status * 2 ** 232;
        escrow = Escrow.wrap(word);
    }

    function _assertLanes(Escrow escrow, Lanes memory lanes) private pure {
        VM.assertEq(escrow.funded(), lanes.funded, "funded");
        VM.assertEq(escrow.paid(), lanes.paid, "paid");
        VM.assertEq(escrow.left(), lanes.funded - lanes.paid, "left");
        VM.assertEq(escrow.markedAt(), lanes.markedAt, "markedAt");
        VM.assertEq(uint256(escrow.status()), lanes.status, "status");
        VM.assertEq(Escrow.unwrap(escrow) >> 240, 0, "bits beyond the lanes");
    }
}
