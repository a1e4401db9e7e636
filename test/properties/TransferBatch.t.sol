// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ServiceCoin} from "../../contracts/ServiceCoin.sol";
import {Payout, toPayout} from "../../contracts/types/Payout.sol";
import {deploy} from "../fixtures/Deploy.sol";
import {VM, bound} from "../fixtures/Vm.sol";

contract TransferBatchTest {
    uint256 private constant ACCOUNTS = 6;

    ServiceCoin private _batched;
    ServiceCoin private _looped;

    function setUp() external {
        _batched = ServiceCoin(deploy("ServiceCoin", abi.encode(address(this), address(this), 100e18, 200e18)));
        _looped = ServiceCoin(deploy("ServiceCoin", abi.encode(address(this), address(this), 100e18, 200e18)));
    }

    function testFuzz_isALoopOfTransfers(uint96[] memory amounts, uint256 seed, bool affordable) external {
        Payout[] memory payouts = new Payout[](amounts.length);
        for (uint256 i = 0; i < amounts.length; ++i) {
            uint256 max = affordable ? 100e18 / amounts.length : 100e18;
            uint96 amount = uint96(bound(amounts[i], 0, max));
            payouts[i] = toPayout(_account(uint256(keccak256(abi.encode(seed, i)))), amount);
        }
        for (uint256 i = 0; i < payouts.length; ++i) {
            uint256 balance = _looped.balanceOf(address(this));
            uint256 amount = payouts[i].amount();
            if (amount > balance) {
                bytes4 selector = IERC20Errors.ERC20InsufficientBalance.selector;
                VM.expectRevert(abi.encodeWithSelector(selector, address(this), balance, amount));
                _batched.transferBatch(payouts);
                _assertNothingMoved();
                return;
            }
            _looped.transfer(payouts[i].recipient(), amount);
        }
        VM.assertTrue(_batched.transferBatch(payouts), "result");
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            VM.assertEq(_batched.balanceOf(_account(i)), _looped.balanceOf(_account(i)), "balance");
        }
        VM.assertEq(_batched.totalSupply(), 100e18, "supply");
    }

    function testFuzz_oneZeroRecipientUndoesAll(uint256 length, uint256 at) external {
        length = bound(length, 1, 20);
        Payout[] memory payouts = new Payout[](length);
        for (uint256 i = 0; i < length; ++i) payouts[i] = toPayout(_account(i), 1e18);
        payouts[at % length] = toPayout(address(0), 1e18);
        VM.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InvalidReceiver.selector, address(0)));
        _batched.transferBatch(payouts);
        _assertNothingMoved();
    }

    function _assertNothingMoved() private view {
        VM.assertEq(_batched.balanceOf(address(this)), 100e18, "balance of the payer");
        VM.assertEq(_batched.totalSupply(), 100e18, "supply");
    }

    /// @dev The payer is among the recipients: paying oneself must not create coins.
    function _account(uint256 i) private view returns (address) {
        return i % ACCOUNTS == 0 ? address(this) : address(uint160(0xA0 + (i % ACCOUNTS)));
    }
}
