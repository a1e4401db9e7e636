// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Payout, toPayout} from "../../contracts/types/Payout.sol";
import {VM} from "../fixtures/Vm.sol";

contract PayoutTest {
    function testFuzz_roundTrip(address to, uint96 value) external pure {
        Payout packed = toPayout(to, value);
        VM.assertEq(packed.recipient(), to, "recipient");
        VM.assertEq(packed.amount(), value, "amount");
    }

    function testFuzz_layoutIsAddressThenAmount(address to, uint96 value) external pure {
        VM.assertEq(Payout.unwrap(toPayout(to, value)), bytes32(abi.encodePacked(to, value)), "layout");
    }

    function testFuzz_everyWordIsAPayout(bytes32 word) external pure {
        Payout packed = Payout.wrap(word);
        VM.assertEq(Payout.unwrap(toPayout(packed.recipient(), uint96(packed.amount()))), word, "word");
    }

    function test_extremesStayInTheirBits() external pure {
        Payout onlyAmount = toPayout(address(0), type(uint96).max);
        VM.assertEq(onlyAmount.recipient(), address(0), "recipient of the largest amount");
        VM.assertEq(onlyAmount.amount(), type(uint96).max, "largest amount");
        Payout onlyRecipient = toPayout(address(type(uint160).max), 0);
        VM.assertEq(onlyRecipient.recipient(), address(type(uint160).max), "largest recipient");
        VM.assertEq(onlyRecipient.amount(), 0, "amount of the largest recipient");
    }
}
